// The conversation on screen, so that a click to the next page of the site does not lose it.

import { forget, keep, recall } from "./storage.js";

const MOST = 200;

/** What was said and what is being typed. An entry is `{mine: text}` or a Message of the assistant. */
export class History {
  /** `kept` false remembers in this object only, for a device that many people use. */
  constructor(surface, kept = true) {
    this.key = `rugwijzer.gesprek.${surface}`;
    this.kept = kept;
    const { entries = [], draft = "", open = false } = (kept && recall(this.key)) || {};
    this.state = { entries, draft, open };
  }

  /** The entries, oldest first. */
  get entries() {
    return this.state.entries;
  }

  /** The text in the input field that was not sent yet. */
  get draft() {
    return this.state.draft;
  }

  set draft(text) {
    this.#set({ draft: text });
  }

  /** Whether the floating panel is open. */
  get open() {
    return this.state.open;
  }

  set open(open) {
    this.#set({ open });
  }

  /** Add entries that were said. */
  add(...entries) {
    this.#set({ entries: [...this.state.entries, ...entries].slice(-MOST) });
  }

  /** Forget the conversation and the draft; the panel stays as it is. */
  clear() {
    this.state = { entries: [], draft: "", open: this.state.open };
    forget(this.key);
  }

  #set(change) {
    Object.assign(this.state, change);
    if (this.kept) keep(this.key, this.state);
  }
}
