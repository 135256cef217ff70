// Checking complaints and preparing the visit: where it hurts, the questionnaire, what comes out.

import { alertScreen, urgent } from "./alert.js";
import { TELLING, body } from "./body.js";
import { button, el, row, screen } from "./dom.js";
import { handoverScreen, summaryScreen } from "./links.js";
import { ownWords, questionScreen } from "./question.js";
import { listed, OFFLINE } from "./words.js";
import { pickScreen } from "./questions.js";

const START = "controleer mijn klachten";
const FEELS = ["Zeurende pijn", "Stekende pijn", "Brandende pijn", "Stijve rug", "Uitstraling naar een been", "Tintelingen"];

export class Check {
  /** `prepare` adds what the summary needs beside the questionnaire. */
  constructor(app, prepare) {
    this.app = app;
    this.prepare = prepare;
    this.place = 0;
    this.busy = false;
  }

  begin() {
    const { visit } = this.app;
    const list = el("p", { class: "chosen", role: "status" });
    const tell = () => {
      list.textContent = visit.areas.length ? `U koos: ${listed(visit.areas).toLowerCase()}.` : "Nog niets gekozen.";
    };
    const picture = body(visit.areas, (areas) => {
      visit.areas = areas;
      tell();
    });
    const next = () => (this.prepare ? this.#feels() : this.#tell());
    const none = () => {
      visit.areas = [];
      next();
    };
    tell();
    this.app.show(
      screen(
        "where",
        "Waar doet het pijn?",
        el("p", { class: "lead" }, "Tik op de plek. U mag meer plekken kiezen."),
        picture,
        el("div", { class: "beside" }, list, button("Verder", next, "primary"), button("Ergens anders, of ik weet het niet", none)),
      ),
    );
  }

  #feels() {
    const { visit } = this.app;
    const boxes = FEELS.map((words, index) => {
      const box = el("input", { type: "checkbox", id: `pijn-${index}` });
      box.checked = visit.feels.includes(words);
      box.addEventListener("change", () => {
        visit.feels = FEELS.filter((w) => (w === words ? box.checked : visit.feels.includes(w)));
      });
      return el("span", { class: "tick" }, box, el("label", { for: box.id }, words));
    });
    const own = ownWords((text) => {
      visit.words = text;
      this.#tell();
    });
    this.app.show(
      screen(
        "feels",
        "Wat voelt u?",
        el("p", { class: "lead" }, "Kies wat bij u past. U mag ook niets kiezen."),
        el("div", { class: "ticks", role: "group", "aria-label": "Wat u voelt" }, ...boxes),
        row(button("‹ Terug", () => this.begin()), button("Zelf iets vertellen", () => own.open()), button("Verder", () => this.#tell(), "primary")),
        own.node,
      ),
    );
  }

  // What the questionnaire does not ask goes to the assistant first, so that the same rules look for alarm
  // signals in it. Where and how it hurts is for the summary.
  #tell() {
    const { areas, words } = this.app.visit;
    const text = [...areas.map((name) => TELLING[name]), words].filter(Boolean).join(" ");
    this.#send(text ? { text, opening: true } : { text: START });
  }

  async #send(turn, question) {
    if (this.busy) return;
    this.busy = true;
    const { visit } = this.app;
    document.getElementById("scherm").setAttribute("aria-busy", "true");
    try {
      const messages = await this.app.client.send(turn);
      this.busy = false;
      // The patient may have left meanwhile; the next one must not see this answer.
      if (visit !== this.app.visit) return;
      if (question && turn.title) visit.answered(question, turn.title);
      if (turn.own) visit.told(turn.text);
      this.#show(messages, turn);
    } catch (error) {
      this.busy = false;
      if (visit === this.app.visit) this.#failed(error, turn, question);
    } finally {
      document.getElementById("scherm").removeAttribute("aria-busy");
    }
  }

  #show(messages, turn) {
    const heavy = messages.find((m) => m.kind === "escalation") ?? messages.find((m) => m.kind === "outcome");
    if (heavy) return this.#verdict(heavy);
    const question = messages.findLast((m) => m.kind === "question");
    // What the opening sentence brings up besides a question is not what the patient came for.
    const opened = turn.opening || (!this.started && turn.text !== START);
    if (!question) return opened ? this.#send({ text: START }) : this.#said(messages);
    this.started ||= question.asks !== "confirm";
    if (question.asks === "red_flags" && question.text !== this.last) this.place += turn.text === "vorige vraag" ? -1 : 1;
    this.last = question.text;
    const before = messages.filter((m) => m !== question && turn.text !== START);
    this.app.show(questionScreen(question, before, Math.max(this.place, 1), (said) => this.#send(said, question)));
  }

  #verdict(message) {
    this.app.visit.advised(message);
    this.started = true;
    const now = urgent(message.level);
    // An advice that can wait and came before the questionnaire was through, does not replace it.
    const early = message.kind === "escalation" && !now;
    const overview = this.prepare && !now ? button("Verder naar mijn overzicht", () => this.#pick()) : button("Maak een overzicht", () => this.#summary());
    const next = [
      early ? button("Verder met de vragen", () => this.#send({ text: START })) : overview,
      button("Ga verder op uw telefoon", () => handoverScreen(this.app, () => this.#verdict(message))),
      button("Ik heb nog een vraag", () => this.app.ask()),
    ];
    if (!now) next[0].className = "primary";
    this.app.show(alertScreen(this.app, early ? { ...message, choices: [] } : message, (choice) => this.#send({ choice: choice.id, title: choice.title }), next));
  }

  #said(messages) {
    this.app.show(
      screen(
        "said",
        "Rugwijzer",
        ...messages.map((m) => el("p", { class: "lead" }, m.text)),
        row(button("Verder met de vragen", () => this.#send({ text: START }), "primary"), button("Maak een overzicht", () => this.#summary()), button("Ik heb een vraag", () => this.app.ask())),
      ),
    );
  }

  #pick() {
    pickScreen(this.app, () => this.#summary());
  }

  #summary() {
    summaryScreen(this.app);
  }

  #failed(error, turn, question) {
    const words = error.status ? error.message : OFFLINE;
    const node = screen("failed", "Dat is niet verstuurd", el("p", { class: "lead", role: "alert" }, words), row(button("Probeer het opnieuw", () => this.#send(turn, question), "primary")));
    this.app.show(node);
  }
}
