// The window that shows the conversation on paper, to copy or to print.

import { icon } from "./icons.js";
import { print } from "./print.js";
import { asText, conversation, summary } from "./summary.js";
import { el, unbroken } from "./view.js";

const FORMS = { summary, conversation };

/** A modal window; `show(entries)` fills and opens it. */
export class Paper {
  constructor(texts, sheets) {
    this.texts = texts;
    this.sheets = sheets;
    this.sheet = el("article", { class: "paper", tabindex: "0", "aria-label": texts.summary });
    this.said = el("p", { class: "said", role: "status" });
    this.tabs = Object.keys(FORMS).map((name) => {
      const tab = el("button", { class: "chip", type: "button" }, texts[name]);
      tab.addEventListener("click", () => this.#choose(name));
      return tab;
    });
    const copy = el("button", { class: "chip strong", type: "button" }, texts.copy);
    copy.addEventListener("click", () => this.#copy());
    const onpaper = el("button", { class: "chip strong", type: "button" }, texts.print);
    onpaper.addEventListener("click", () => print(asElements(this.content, "h1", "h2"), this.sheets));
    const close = el("button", { class: "round", type: "button", "aria-label": texts.close }, icon("close"));
    close.addEventListener("click", () => this.dialog.close());
    this.dialog = el(
      "dialog",
      { class: "keep", "aria-label": texts.keep },
      el("div", { class: "bar" }, el("h2", {}, texts.keep), close),
      el("div", { class: "tabs", role: "group", "aria-label": texts.keep }, ...this.tabs),
      this.sheet,
      el("div", { class: "tabs" }, copy, onpaper, this.said),
    );
  }

  /** Open it on the summary of these entries. */
  show(entries) {
    this.entries = entries;
    this.#choose("summary");
    this.dialog.showModal();
  }

  #choose(name) {
    this.content = FORMS[name](this.entries, this.texts);
    Object.keys(FORMS).forEach((form, i) => this.tabs[i].setAttribute("aria-pressed", String(form === name)));
    this.sheet.setAttribute("aria-label", this.texts[name]);
    this.sheet.replaceChildren(...asElements(this.content, "h3", "h4"));
    this.sheet.scrollTop = 0;
    this.said.textContent = "";
  }

  async #copy() {
    const done = await copied(asText(this.content), this.dialog);
    this.said.textContent = done ? this.texts.copied : this.texts.copyFailed;
  }
}

function asElements({ title, made, sections, note }, top, below) {
  const parts = sections.map(({ heading, lines }) =>
    el("section", {}, el(below, {}, heading), ...lines.map((line) => el("p", {}, unbroken(line)))),
  );
  return [el(top, {}, title), el("p", { class: "made" }, made), ...parts, el("p", { class: "made" }, note)];
}

async function copied(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedOldWay(text, place);
  }
}

// Browsers without a clipboard on plain http, as inside many practices, still have this one.
function copiedOldWay(text, place) {
  const before = place.getRootNode().activeElement;
  const field = el("textarea", { class: "who", readonly: "" });
  field.value = text;
  place.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus();
  return done;
}
