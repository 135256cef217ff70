// The conversation: what is said, the field to type in, and what happens when the line is lost.

import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Failure } from "./failure.js";
import { icon } from "./icons.js";
import { Paper } from "./paper.js";
import { choices, el, linked, mine, theirs } from "./view.js";

// An answer within this time needs no sign that it is being thought about.
const TYPING_AFTER_MS = 350;

/** One conversation in `element`. `options` has client, history, texts, sheets, practice, outOfHours,
 *  and emit(name, detail). */
export class Conversation {
  #busy = false;
  #running = false;
  #pending = "";

  constructor(options) {
    Object.assign(this, options);
    this.phones = [this.practice, this.outOfHours].filter(Boolean);
    this.onchoice = (choice, button) => this.#choose(choice, button);
    this.client.onsession = (token) => this.#listen(token);
    this.element = this.#build();
    // What was said belongs to a session: without one it is not shown to whoever comes next.
    if (!this.client.token && this.history.entries.length) this.history.clear();
    this.#greet();
    this.#restore();
    this.connection = new Connection(this.client, (state) => this.#say(state));
  }

  /** Begin to listen and to watch the connection. */
  start() {
    if (this.#running) return;
    this.#running = true;
    this.#listen(this.client.token);
    this.connection.start();
  }

  /** Stop everything that goes on by itself. */
  stop() {
    this.#running = false;
    this.connection.stop();
    this.stream?.abort();
  }

  /** Send a text, or keep it in the field while an answer is under way. */
  ask(text) {
    if (this.#busy) this.composer.giveBack(text);
    else this.#send({ text, typed: true });
  }

  /** Put the focus where a patient goes on; a phone's keyboard stays away until it is asked for. */
  focus() {
    if (matchMedia("(pointer: coarse)").matches) this.scroll.focus();
    else this.composer.focus();
    this.#toEnd(this.log.lastElementChild);
  }

  #build() {
    const { texts } = this;
    this.waking = el("p", { class: "waking" });
    this.waking.hidden = true;
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": texts.log });
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    this.typing = el("p", { class: "typing" }, dots, texts.typing);
    this.typing.hidden = true;
    const status = el("div", { role: "status" }, this.typing);
    this.scroll = el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": texts.messages }, this.log, status);
    this.failure = new Failure(texts, this.phones);
    this.composer = new Composer(texts, {
      onsend: (text) => this.#send({ text, typed: true }),
      ondraft: () => this.#saveDraft(),
    });
    this.paper = new Paper(texts, this.sheets);
    return el(
      "section",
      { class: "chat", "aria-label": texts.heading },
      el("h2", { class: "who" }, texts.heading),
      el("div", { role: "status" }, this.waking),
      this.scroll,
      this.#foot(),
      this.paper.dialog,
    );
  }

  #foot() {
    const { texts } = this;
    const check = el("button", { class: "chip strong", type: "button" }, texts.check);
    check.addEventListener("click", () => this.#send({ text: "controleer mijn klachten", title: texts.check }));
    const keep = tool("keep", texts.keep, () => this.paper.show(this.history.entries));
    const restart = tool("restart", texts.restart, () => this.#restart());
    const tools = el("div", { class: "tools" }, check, keep, restart);
    const note = el("p", { class: "note" }, texts.note);
    return el("div", { class: "foot" }, this.failure.element, tools, ...this.composer.elements, note);
  }

  #greet() {
    const { greeting, examples, examplesLabel } = this.texts;
    const card = el("div", { class: "card" }, ...greeting.map((line) => el("p", {}, ...linked(line, this.phones))));
    const turn = el("div", { class: "turn greeting" }, card);
    if (examples.length) {
      const offered = examples.map((title) => ({ title, text: title }));
      turn.append(choices(offered, this.onchoice, examplesLabel));
    }
    this.log.append(turn);
  }

  #restore() {
    const { entries, draft } = this.history;
    this.log.append(...entries.map((entry) => this.#draw(entry)));
    if (entries.length) this.#past(this.log.lastElementChild);
    this.composer.value = draft;
  }

  #draw(entry) {
    return entry.mine === undefined ? theirs(entry, this) : mine(entry.mine, this.texts);
  }

  // Rows of buttons before the last turn were answered or passed over.
  #past(last) {
    for (const row of this.log.querySelectorAll(".choices")) {
      row.classList.toggle("past", row.parentElement !== last);
    }
  }

  #choose(choice, button) {
    if (this.#busy) return;
    button.setAttribute("aria-pressed", "true");
    const said = choice.id ? { choice: choice.id, title: choice.title } : { text: choice.text };
    this.#send({ ...said, undo: () => button.removeAttribute("aria-pressed") });
  }

  async #send(turn) {
    if (this.#busy) return;
    this.#setBusy(true);
    this.#clearFailure();
    const words = turn.title ?? turn.text;
    const bubble = mine(words, this.texts);
    this.log.append(bubble);
    this.#past(bubble);
    this.#toEnd(bubble);
    this.emit("send");
    this.#pending = turn.typed ? turn.text : "";
    this.#saveDraft();
    try {
      const messages = await this.client.send(turn);
      this.#pending = "";
      this.#saveDraft();
      this.history.add({ mine: words });
      this.#setBusy(false);
      this.#show(messages);
    } catch (error) {
      this.#setBusy(false);
      bubble.remove();
      turn.undo?.();
      this.#past(this.log.lastElementChild);
      this.#pending = "";
      if (turn.typed) this.composer.giveBack(turn.text);
      this.failure.show(error, turn, () => this.#again(turn));
      this.connection.check();
    }
  }

  // A text that is under way is still a draft: the patient may leave the page before the answer.
  #saveDraft() {
    this.history.draft = [this.#pending, this.composer.value].filter(Boolean).join("\n");
  }

  #show(messages) {
    this.history.add(...messages);
    const turns = messages.map((message) => this.#draw(message));
    this.log.append(...turns);
    this.#toEnd(turns[0]);
    for (const { kind, level } of messages) this.emit("message", level ? { kind, level } : { kind });
    if (messages.some((message) => message.kind === "fallback")) this.connection.check();
  }

  #clearFailure() {
    if (this.failure.focused) this.composer.focus();
    this.failure.clear();
  }

  #again(turn) {
    this.composer.focus();
    if (turn.typed) this.composer.submit();
    else this.#send(turn);
  }

  #restart() {
    if (this.#busy) return;
    this.client.forget();
    this.history.clear();
    this.log.replaceChildren();
    this.composer.value = "";
    this.#clearFailure();
    this.#greet();
    this.composer.focus();
    this.emit("restart");
  }

  #setBusy(busy) {
    this.#busy = busy;
    this.composer.busy = busy;
    clearTimeout(this.thinking);
    this.typing.hidden = true;
    if (busy) this.thinking = setTimeout(() => this.#think(), TYPING_AFTER_MS);
  }

  #think() {
    this.typing.hidden = false;
    this.typing.scrollIntoView({ block: "nearest" });
  }

  #toEnd(from) {
    const { scroll } = this;
    if (scroll.scrollHeight <= scroll.clientHeight) {
      // On a low screen the page scrolls instead of the log.
      if (scroll.clientHeight > innerHeight / 2) from.scrollIntoView({ block: "nearest" });
      return;
    }
    // The first new message stays in sight, also when the turn is longer than the window.
    scroll.scrollTop = Math.max(scroll.scrollTop, from.offsetTop - scroll.offsetTop - 16);
  }

  #say(state) {
    this.waking.textContent = state === "ok" ? "" : this.texts[state];
    this.waking.hidden = state === "ok";
    this.emit("state", { state });
  }

  #listen(token) {
    this.stream?.abort();
    if (!token || !this.#running) return;
    this.stream = new AbortController();
    this.client.listen(token, this.stream.signal, (message) => {
      this.#show([message]);
      this.onarrival?.();
    });
  }
}

function tool(name, label, onclick) {
  const button = el("button", { class: "tool", type: "button", "aria-label": label, title: label }, icon(name));
  button.addEventListener("click", onclick);
  return button;
}
