// A conversation as the website shows it, on its own styles.

import { mine, theirs } from "../view.js";
import { el } from "./dom.js";

/** A conversation; `context` is that of view.js. With `links` false, telephone links become words. */
export class Thread {
  constructor(context, links = false) {
    this.context = context;
    this.links = links;
    this.node = el("div", { class: "thread" });
    const root = this.node.attachShadow({ mode: "open" });
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Gesprek" });
    root.append(
      el("link", { rel: "stylesheet", href: new URL("../chat.css", import.meta.url).href }),
      el("link", { rel: "stylesheet", href: new URL("thread.css", import.meta.url).href }),
      el("h2", {}, "Gesprek"),
      this.log,
    );
  }

  /** What the patient said. */
  mine(text) {
    for (const row of this.log.querySelectorAll(".choices")) row.classList.add("past");
    return this.#add(mine(text));
  }

  /** What the assistant says. */
  theirs(messages) {
    const turns = messages.map((message) => theirs(message, this.context));
    for (const turn of turns) {
      if (!this.links) for (const link of turn.querySelectorAll("a")) link.replaceWith(el("strong", {}, link.textContent));
      this.#add(turn);
    }
    return turns[0];
  }

  #add(turn) {
    this.log.append(turn);
    return turn;
  }
}
