// <rugwijzer-chat surface="website|tablet" practice-phone="" out-of-hours-phone="" base="">:
// the conversation. `base` is the gateway's address when the page comes from elsewhere.

import { Client } from "./client.js";
import { choices, el, linked, mine, theirs } from "./view.js";

const MAX = 1000;
const SHOW_COUNT_FROM = 800;
const CHECK = "Controleer mijn klachten";
const EXAMPLES = [
  "Helpt een nieuwe matras?",
  "Moet er een MRI-scan komen?",
  "Mag ik blijven bewegen?",
  "Hoe lang duurt spit?",
];
const STATES = {
  ok: "",
  waking: "De assistent wordt wakker. Dat duurt ongeveer een minuut. Alarmsignalen herken ik al wel.",
  offline: "Er is nu geen verbinding met de assistent.",
};
const POLL_WAKING_MS = 2000;
const POLL_MS = 30000;

class RugwijzerChat extends HTMLElement {
  #busy = false;
  #failed = null;

  connectedCallback() {
    if (this.shadowRoot) return;
    this.tablet = this.getAttribute("surface") === "tablet";
    this.practice = this.getAttribute("practice-phone") ?? "";
    this.outOfHours = this.getAttribute("out-of-hours-phone") ?? "";
    this.phones = [this.practice, this.outOfHours].filter(Boolean);
    this.onchoice = (choice, button) => this.#choose(choice, button);
    this.client = new Client(this.getAttribute("base") ?? "", this.tablet ? "tablet" : "website");
    this.client.onsession = (token) => this.#listen(token);
    this.#build();
    this.#greet();
    this.#listen(this.client.token);
    this.#watch();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.stream?.abort();
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    const sheet = el("link", { rel: "stylesheet", href: new URL("chat.css", import.meta.url).href });
    this.waking = el("p", { class: "waking", role: "status" });
    this.waking.hidden = true;
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Gesprek" });
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    this.typing = el("div", { class: "typing" }, dots, "Rugwijzer denkt na…");
    this.typing.hidden = true;
    const status = el("div", { role: "status" }, this.typing);
    this.scroll = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Berichten" }, this.log, status);
    this.error = el("div", { class: "failed", role: "alert" });
    this.error.hidden = true;
    root.append(sheet, el("div", { class: "chat" }, this.waking, this.scroll, this.#foot()));
  }

  #foot() {
    const check = el("button", { class: "chip check", type: "button" }, CHECK);
    check.addEventListener("click", () => this.#send({ text: CHECK.toLowerCase(), title: CHECK }));
    const restart = el("button", { class: "chip restart", type: "button", "aria-label": "Opnieuw beginnen" }, "Opnieuw", el("span", { class: "long" }, " beginnen"));
    restart.addEventListener("click", () => this.#restart());
    this.input = el("textarea", {
      rows: "1",
      "aria-label": "Uw bericht",
      "aria-describedby": "telling",
      placeholder: "Typ uw vraag",
      enterkeyhint: "send",
      autocomplete: "off",
    });
    this.input.addEventListener("input", () => this.#measure());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.button = el("button", { class: "send", type: "submit" }, "Verstuur");
    const form = el("form", {}, this.input, this.button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.count = el("div", { class: "count", id: "telling", "aria-live": "polite" });
    this.count.hidden = true;
    const note = el("p", { class: "note" }, "Rugwijzer is een computerprogramma en vervangt uw huisarts niet. Typ geen naam of adres.");
    return el("div", { class: "foot" }, this.error, el("div", { class: "tools" }, check, restart), form, this.count, note);
  }

  #greet() {
    const card = el(
      "div",
      { class: "card" },
      el("p", {}, "Ik ben Rugwijzer, een computerprogramma. Ik ben geen dokter. Ik beantwoord vragen over lage rugpijn en ik let op alarmsignalen."),
      el("p", {}, "Is het levensbedreigend: ", ...linked("bel 112", this.phones), "."),
      el("p", {}, "Waar kan ik u mee helpen? Typ uw vraag, of kies er een:"),
    );
    const examples = choices(EXAMPLES.map((title) => ({ title })), ({ title }, button) => {
      if (!this.#busy) button.setAttribute("aria-pressed", "true");
      this.#send({ text: title });
    });
    examples.setAttribute("aria-label", "Voorbeelden van vragen");
    this.log.append(el("div", { class: "turn" }, card, examples));
  }

  #choose(choice, button) {
    if (this.#busy) return;
    button.setAttribute("aria-pressed", "true");
    this.#send({ choice: choice.id, title: choice.title });
  }

  #submit() {
    const text = this.input.value.trim();
    if (this.#busy || !text || length(text) > MAX) return;
    this.input.value = "";
    this.#measure();
    this.#send({ text, typed: true });
  }

  async #send(turn) {
    if (this.#busy) return;
    this.#setBusy(true);
    this.#fail(null);
    for (const row of this.log.querySelectorAll(".choices")) row.classList.add("past");
    const bubble = mine(turn.title ?? turn.text);
    this.log.append(bubble);
    this.#toEnd(bubble);
    try {
      const messages = await this.client.send(turn);
      this.#setBusy(false);
      this.#show(messages);
    } catch (error) {
      this.#setBusy(false);
      bubble.remove();
      this.#giveBack(turn);
      this.#fail(error, turn);
      this.#watch();
    }
  }

  #show(messages) {
    const turns = messages.map((message) => theirs(message, this));
    this.log.append(...turns);
    this.#toEnd(turns[0]);
    if (messages.some((message) => message.kind === "fallback")) this.#watch();
  }

  #giveBack(turn) {
    if (!turn.typed) return;
    this.input.value = [turn.text, this.input.value].filter(Boolean).join("\n");
    this.#measure();
  }

  #fail(error, turn) {
    this.error.replaceChildren();
    this.error.hidden = !error;
    if (!error) return;
    const kept = turn.typed ? " Uw tekst staat nog hieronder." : "";
    const lost = `Uw bericht is niet verstuurd. ${error.message}${kept} Kunt u niet wachten? Bel uw huisarts, of bij levensgevaar 112.`;
    const refused = error.status === 413 || error.status === 422;
    this.error.append(el("p", {}, ...linked(refused ? error.message : lost, this.phones)));
    if (refused) return;
    const again = el("button", { class: "chip", type: "button" }, "Opnieuw proberen");
    again.addEventListener("click", () => {
      this.input.focus();
      if (turn.typed) this.#submit();
      else this.#send(turn);
    });
    this.error.append(again);
  }

  #restart() {
    if (this.#busy) return;
    this.client.forget();
    this.log.replaceChildren();
    this.input.value = "";
    this.#measure();
    this.#fail(null);
    this.#greet();
    this.input.focus();
  }

  #setBusy(busy) {
    this.#busy = busy;
    this.typing.hidden = !busy;
    this.button.setAttribute("aria-disabled", String(busy));
  }

  #measure() {
    const size = length(this.input.value.trim());
    this.count.hidden = size < SHOW_COUNT_FROM;
    this.count.classList.toggle("over", size > MAX);
    this.count.textContent =
      size > MAX ? `${size - MAX} tekens te veel (maximaal 1.000)` : `Nog ${MAX - size} tekens`;
    this.input.rows = Math.min(5, Math.max(1, this.input.value.split("\n").length, Math.ceil(size / 60)));
  }

  #toEnd(from) {
    // The first new message stays in sight, also when the turn is longer than the window.
    const top = from.offsetTop - this.log.offsetTop;
    this.scroll.scrollTop = Math.max(this.scroll.scrollTop, top);
  }

  async #watch() {
    clearTimeout(this.timer);
    const state = await this.client.health();
    // Set only when it changes, because a screen reader says it again each time.
    if (this.waking.textContent !== STATES[state]) this.waking.textContent = STATES[state];
    this.waking.hidden = state === "ok";
    clearTimeout(this.timer);
    if (this.isConnected) this.timer = setTimeout(() => this.#watch(), state === "ok" ? POLL_MS : POLL_WAKING_MS);
  }

  #listen(token) {
    this.stream?.abort();
    if (!token) return;
    this.stream = new AbortController();
    this.client.listen(token, this.stream.signal, (message) => this.#show([message]));
  }
}

function length(text) {
  return [...text].length;
}

customElements.define("rugwijzer-chat", RugwijzerChat);
