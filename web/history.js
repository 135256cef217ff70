// The conversation on screen, so that a click to the next page of the site does not lose it.

import { forget, keep, recall } from "./storage.js";

const KEY = "rugwijzer.gesprek.website";
const MOST = 200;

/** What was said and what is being typed. An entry is `{mine: text}` or a Message of the assistant. */
export class History {
  constructor() {
    const { entries = [], draft = "", open = false } = recall(KEY) ?? {};
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
    forget(KEY);
  }

  #set(change) {
    Object.assign(this.state, change);
    keep(KEY, this.state);
  }
}
