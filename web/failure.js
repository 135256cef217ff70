// What the patient sees when a message did not arrive: what happened, whom to call, and another try.

import { el, linked } from "./view.js";

// The gateway read the text and refuses it: sending the same again would not help.
const REFUSED = new Set([413, 422]);

/** An alert that is empty until `show`. */
export class Failure {
  constructor(texts, phones) {
    this.texts = texts;
    this.phones = phones;
    this.element = el("div", { class: "failed", role: "alert" });
    this.element.hidden = true;
  }

  /** Whether the focus is inside, and would be lost by `clear`. */
  get focused() {
    return this.element.contains(this.element.getRootNode().activeElement);
  }

  /** Say why `turn` was not sent; `retry` is called when the patient asks for another try. */
  show(error, turn, retry) {
    const { notSent, kept, cannotWait } = this.texts;
    const refused = REFUSED.has(error.status);
    const lost = [notSent, error.message, turn.typed && kept, cannotWait].filter(Boolean).join(" ");
    const words = el("p", {}, ...linked(refused ? error.message : lost, this.phones));
    this.element.replaceChildren(words);
    if (!refused) {
      const again = el("button", { class: "chip", type: "button" }, this.texts.retry);
      again.addEventListener("click", retry);
      this.element.append(again);
    }
    this.element.hidden = false;
  }

  clear() {
    this.element.replaceChildren();
    this.element.hidden = true;
  }
}
