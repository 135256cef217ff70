// The floating form: a button in the corner of the site that opens the conversation over it.

import { icon } from "./icons.js";
import { el } from "./view.js";

// On a small or low screen the panel covers the page, so the page behind it must be out of reach.
const SMALL = "(max-width: 30rem), (max-height: 34rem)";

/** Wraps the conversation in a button and a panel; `onchange(open)` hears what the patient does. */
export class Panel {
  constructor(texts, content, onchange) {
    this.texts = texts;
    this.onchange = onchange;
    this.words = el("span", {}, texts.launcher);
    this.button = el("button", { class: "launcher", type: "button", "aria-haspopup": "dialog" }, icon("mark"), this.words);
    this.button.addEventListener("click", () => this.open());
    const close = el("button", { class: "round", type: "button", "aria-label": texts.close }, icon("close"));
    close.addEventListener("click", () => this.close());
    const name = el("div", {}, el("h2", {}, texts.title), el("p", {}, texts.subtitle));
    this.dialog = el(
      "dialog",
      { class: "panel", "aria-label": texts.title },
      el("div", { class: "bar" }, icon("mark"), name, close),
      content,
    );
    this.dialog.addEventListener("keydown", (event) => {
      // A window inside the panel closes first.
      if (event.key === "Escape" && event.target.closest("dialog") === this.dialog) this.close();
    });
    // The system's way back closes a modal panel by itself.
    this.dialog.addEventListener("close", () => this.#closed());
    this.small = matchMedia(SMALL);
    this.small.addEventListener("change", () => this.#fit());
    this.elements = [this.button, this.dialog];
  }

  get isOpen() {
    return this.dialog.open;
  }

  /** Open it; `quiet` leaves the focus where it is. */
  open({ quiet = false } = {}) {
    if (this.isOpen) return;
    this.#show();
    this.words.textContent = this.texts.launcher;
    this.button.hidden = true;
    this.onchange(true, quiet);
  }

  close() {
    if (this.isOpen) this.dialog.close();
  }

  /** Say on the button that something came in while it was closed. */
  unread() {
    if (!this.isOpen) this.words.textContent = this.texts.launcherUnread;
  }

  #show() {
    if (this.small.matches) this.dialog.showModal();
    else this.dialog.show();
  }

  // Another size asks for the other way to open; the focus stays where it was.
  #fit() {
    if (!this.isOpen) return;
    const focused = this.dialog.getRootNode().activeElement;
    this.fitting = true;
    this.dialog.close();
    this.#show();
    focused?.focus();
  }

  #closed() {
    if (this.fitting) {
      this.fitting = false;
      return;
    }
    this.button.hidden = false;
    this.button.focus();
    this.onchange(false);
  }
}
