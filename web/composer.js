// The field in which the patient types, its counter and its button.

import { icon } from "./icons.js";
import { fill } from "./texts.js";
import { el } from "./view.js";

const MAX = 1000;
const SHOW_COUNT_FROM = 800;
const MOST_ROWS = 5;

/** Calls `onsend(text)` for a text that may be sent and `ondraft(text)` for each change. */
export class Composer {
  #busy = false;

  constructor(texts, { onsend, ondraft }) {
    this.texts = texts;
    this.onsend = onsend;
    this.ondraft = ondraft;
    this.input = el("textarea", {
      rows: "1",
      "aria-label": texts.input,
      "aria-describedby": "count",
      placeholder: texts.placeholder,
      enterkeyhint: "send",
      autocomplete: "off",
    });
    this.input.addEventListener("input", () => this.#changed());
    this.input.addEventListener("focus", () => this.#fit());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.button = el("button", { class: "send", type: "submit" }, icon("send"), el("span", {}, texts.send));
    this.form = el("form", {}, this.input, this.button);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.count = el("p", { class: "count", id: "count", "aria-live": "polite" });
    this.count.hidden = true;
    this.elements = [this.form, this.count];
  }

  /** What stands in the field. */
  get value() {
    return this.input.value;
  }

  set value(text) {
    this.input.value = text;
    this.#changed();
  }

  /** While an answer is under way nothing is sent, but typing goes on. */
  set busy(busy) {
    this.#busy = busy;
    this.button.setAttribute("aria-disabled", String(busy));
  }

  /** Put a text that could not be sent before what was typed since. */
  giveBack(text) {
    this.value = [text, this.value].filter(Boolean).join("\n");
  }

  /** Send what stands in the field, when it may be sent. */
  submit() {
    const text = this.value.trim();
    if (this.#busy || !text || length(text) > MAX) return;
    this.value = "";
    this.onsend(text);
  }

  focus() {
    this.input.focus();
  }

  #changed() {
    const text = this.value;
    const size = length(text.trim());
    const words = size > MAX ? fill(this.texts.over, { n: size - MAX }) : fill(this.texts.left, { n: MAX - size });
    this.count.hidden = size < SHOW_COUNT_FROM;
    this.count.classList.toggle("over", size > MAX);
    this.count.textContent = this.count.hidden ? "" : words;
    this.input.setAttribute("aria-invalid", String(size > MAX));
    this.#fit();
    this.ondraft(text);
  }

  // As high as the text needs, up to a point; the field has no height while it is not on screen.
  #fit() {
    const { input } = this;
    input.rows = 1;
    if (!input.scrollHeight) return;
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(input);
    const inner = input.scrollHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
    input.rows = Math.min(MOST_ROWS, Math.max(1, Math.round(inner / parseFloat(lineHeight))));
  }
}

function length(text) {
  return [...text].length;
}
