// Asking: questions to tap by theme, own words for who wants, and the answers.

import { urgent } from "./alert.js";
import { call } from "./api.js";
import { button, el, row, screen } from "./dom.js";
import { handoverScreen, summaryScreen } from "./links.js";
import { ownWords } from "./question.js";
import { Thread } from "./thread.js";
import { OFFLINE } from "./words.js";

export class Questions {
  constructor(app) {
    this.app = app;
    this.busy = false;
    const context = { phones: [], practice: "", outOfHours: "", tablet: true, onchoice: (choice, node) => this.#choose(choice, node) };
    this.thread = new Thread(context);
  }

  /** The themes. */
  async themes() {
    const own = ownWords((text) => this.#put(text), "Wat is uw vraag over rugpijn?");
    const list = el("div", { class: "tiles" });
    this.app.show(
      screen(
        "themes",
        "Waar gaat uw vraag over?",
        list,
        row(button("Ik typ mijn vraag zelf", () => own.open())),
        own.node,
      ),
    );
    fill(list, (theme) => button(theme.title, () => this.#theme(theme), "tile"));
  }

  #theme(theme) {
    const list = theme.questions.map((q) => button(q.text, () => this.#put(q.text), "question"));
    this.app.show(
      screen("theme", theme.title, el("div", { class: "questions" }, ...list), row(button("‹ Andere vragen", () => this.themes()))),
    );
  }

  #put(text) {
    this.#answers();
    this.#send({ text, title: text });
  }

  #answers() {
    const own = ownWords((text) => {
      own.node.querySelector("textarea").value = "";
      this.#send({ text, title: text });
    }, "Uw bericht");
    this.report = el("p", { class: "report", role: "alert" });
    this.problem = el("div", { class: "problem", role: "alert" });
    this.wait = el("p", { class: "wait", role: "status" });
    const next = row(
      button("‹ Andere vragen", () => this.themes(), "primary"),
      button("Typ een bericht", () => own.open()),
      button("Maak een overzicht", () => summaryScreen(this.app)),
      button("Ga verder op uw telefoon", () => handoverScreen(this.app, () => this.#again())),
    );
    this.answers = screen("talk", "Uw vraag", this.report, this.thread.node, this.wait, this.problem, next, own.node);
    this.#again();
  }

  #again() {
    this.app.show(this.answers);
    this.app.onmessage = (message) => this.#reach(this.thread.theirs([message]));
  }

  #choose(choice, node) {
    if (this.busy) return;
    node.setAttribute("aria-pressed", "true");
    this.#send({ choice: choice.id, title: choice.title, topic: choice.topic });
  }

  async #send(turn) {
    if (this.busy) return;
    this.busy = true;
    const { visit } = this.app;
    this.problem.replaceChildren();
    const bubble = this.thread.mine(turn.title);
    this.wait.textContent = "Rugwijzer denkt na…";
    this.#reach(bubble);
    try {
      const messages = await this.app.client.send(turn);
      // 'Meer weten' is no question of its own.
      if ((turn.text || turn.topic) && messages.some((m) => m.kind === "answer")) visit.asked(turn.title);
      const worst = messages.find((m) => m.kind === "escalation" || m.kind === "outcome");
      if (worst) visit.advised(worst);
      this.report.textContent = worst && urgent(worst.level) ? "Meld dit nu bij de balie" : this.report.textContent;
      this.thread.theirs(messages);
      this.#reach(bubble);
    } catch (error) {
      bubble.remove();
      this.problem.append(el("p", {}, error.status ? error.message : OFFLINE), button("Probeer het opnieuw", () => this.#send(turn), "primary"));
    } finally {
      this.busy = false;
      this.wait.textContent = "";
    }
  }

  #reach(turn) {
    turn?.scrollIntoView({ block: "start" });
  }
}

/** Choose questions to put to the doctor; `done` goes on. */
export function pickScreen(app, done) {
  const list = el("div", { class: "picks" });
  const own = ownWords((text) => {
    app.visit.asked(text);
    done();
  }, "Uw vraag in eigen woorden");
  app.show(
    screen(
      "pick",
      "Wat wilt u straks vragen?",
      el("p", { class: "lead" }, "Kies wat u aan uw huisarts of fysiotherapeut wilt vragen. U mag dit overslaan."),
      row(button("Zelf een vraag typen", () => own.open()), button("Naar mijn overzicht", done, "primary")),
      own.node,
      list,
    ),
  );
  fill(list, (theme) => el("fieldset", {}, el("legend", {}, theme.title), ...theme.questions.map((q) => tick(app, q))));
}

function tick(app, question) {
  const box = el("input", { type: "checkbox", id: `vraag-${question.topic}` });
  box.checked = app.visit.questions.includes(question.text);
  box.addEventListener("change", () => {
    if (box.checked) app.visit.asked(question.text);
    else app.visit.questions = app.visit.questions.filter((text) => text !== question.text);
  });
  return el("span", { class: "tick" }, box, el("label", { for: box.id }, question.text));
}

async function fill(list, make) {
  try {
    const { themes } = await call("themes", { method: "GET" });
    list.append(...themes.map(make));
  } catch {
    list.append(el("p", { class: "lead", role: "alert" }, OFFLINE));
  }
}
