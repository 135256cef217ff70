// The desk page: logs in, listens, sounds, and says that an alert was seen.

import { call } from "../tablet/api.js";
import { button, el } from "../tablet/dom.js";
import { LEVELS, several } from "../tablet/words.js";
import { Sound } from "./sound.js";

const REPEAT_MS = 15000;
const MOST_SEEN = 10;
const CONNECTED = "Verbonden. Nieuwe meldingen komen hier vanzelf.";
const LOST = "Geen verbinding. Meldingen komen nu niet aan. Let zelf op de wachtkamer.";
const TITLE = document.title;
const find = (selector) => document.querySelector(selector);

class Desk {
  constructor() {
    this.form = find("#aanmelden");
    this.live = find("#live");
    this.alerts = find(".alerts");
    this.seen = find(".seen");
    this.sound = new Sound(find("#geluid"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#logIn();
    });
    find("#afmelden").addEventListener("click", () => this.#logOut());
    setInterval(() => this.alerts.childElementCount && this.sound.ring(), REPEAT_MS);
    // A stream that is cut off says nothing for minutes; the browser knows at once.
    addEventListener("offline", () => this.#state(LOST, true));
    addEventListener("online", () => this.live.hidden || this.#connect());
    this.#connect();
  }

  async #logIn() {
    const field = find("#wachtwoord");
    const problem = this.form.querySelector(".problem");
    problem.textContent = "";
    this.sound.allow();
    try {
      await call("desk/session", { body: { password: field.value } });
      field.value = "";
      this.#connect();
    } catch (error) {
      problem.textContent = error.message;
      field.focus();
    }
  }

  async #logOut() {
    this.source?.close();
    await call("desk/session", { method: "DELETE" }).catch(() => null);
    location.reload();
  }

  async #connect() {
    this.source?.close();
    const source = (this.source = new EventSource("/api/v1/desk/stream"));
    source.addEventListener("alerts", (event) => this.#opened(JSON.parse(event.data)));
    source.addEventListener("alert", (event) => {
      this.#add(JSON.parse(event.data).alert);
      this.sound.ring();
    });
    source.addEventListener("seen", (event) => this.#gone(JSON.parse(event.data)));
    source.addEventListener("error", () => this.#broken(source));
  }

  // After each connection the server first says which alerts are open.
  #opened({ alerts }) {
    this.#view(true);
    this.#state(CONNECTED, false);
    const known = new Set([...this.alerts.children].map((node) => node.dataset.id));
    const fresh = alerts.filter(({ id }) => !known.has(id));
    for (const node of [...this.alerts.children]) if (!alerts.some(({ id }) => id === node.dataset.id)) this.#remove(node);
    fresh.forEach((alert) => this.#add(alert));
    if (fresh.length) this.sound.ring();
    this.#count();
  }

  #broken(source) {
    // A refused stream is closed for good: not logged in, or the server is not there.
    if (source.readyState !== EventSource.CLOSED) return this.#state(LOST, true);
    clearTimeout(this.timer);
    this.#probe();
  }

  async #probe() {
    try {
      const reply = await fetch("/api/v1/desk/stream", { cache: "no-store" });
      reply.body?.cancel();
      if (reply.status === 401) return this.#view(false);
    } catch {
      // Still no network.
    }
    this.#state(LOST, true);
    this.timer = setTimeout(() => this.#connect(), 3000);
  }

  #view(inside) {
    const first = this.form.hidden && this.live.hidden;
    const changed = this.live.hidden === inside;
    const held = this.form.contains(document.activeElement);
    this.form.hidden = inside;
    this.live.hidden = !inside;
    find("#afmelden").hidden = !inside;
    this.sound.show(inside);
    if (!inside) document.title = `Niet aangemeld – ${TITLE}`;
    if (!inside && (first || changed)) find("#wachtwoord").focus();
    if (inside && held) this.live.querySelector("h1").focus();
  }

  #state(words, lost) {
    const state = find(".state");
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("lost", lost);
  }

  #add({ id, tablet, at, level, flags }) {
    const node = el(
      "li",
      { "data-id": id },
      el("h2", {}, LEVELS[level] ?? level),
      el("p", { class: "flags" }, several(flags)),
      el("p", { class: "when" }, `${tablet}, ${time(at)}`),
      button("Gezien", () => this.#acknowledge(id, node), "primary", { "aria-label": `Gezien: ${tablet}, ${time(at)}` }),
    );
    this.alerts.prepend(node);
    this.#count();
  }

  async #acknowledge(id, node) {
    const press = node.querySelector("button");
    press.setAttribute("aria-disabled", "true");
    try {
      await call(`desk/alerts/${id}/seen`, {});
    } catch (error) {
      press.removeAttribute("aria-disabled");
      if (error.status === 404) this.#remove(node);
      else this.#state(error.status ? error.message : LOST, true);
    }
  }

  #gone({ seen, at }) {
    const node = [...this.alerts.children].find((item) => item.dataset.id === seen);
    if (!node) return;
    const what = node.querySelector(".when").textContent;
    this.seen.prepend(el("li", {}, `${what}: gezien om ${time(at)}`));
    while (this.seen.childElementCount > MOST_SEEN) this.seen.lastElementChild.remove();
    find("#gezien-kop").hidden = false;
    this.#remove(node);
  }

  #remove(node) {
    const held = node.contains(document.activeElement);
    node.remove();
    this.#count();
    if (held) (this.alerts.querySelector("button") ?? find("#afmelden")).focus();
  }

  #count() {
    const open = this.alerts.childElementCount;
    find(".none").hidden = open > 0;
    document.title = open ? `(${open}) Melding! – ${TITLE}` : TITLE;
  }
}

function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });
}

new Desk();
