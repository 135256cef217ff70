// <rugwijzer-chat>: the assistant on any page. docs/website.md lists its attributes, texts, CSS
// variables, methods and events.

import { Client } from "./client.js";
import { Conversation } from "./conversation.js";
import { History } from "./history.js";
import { Panel } from "./panel.js";
import { texts } from "./texts.js";
import { el } from "./view.js";

// Adopted style sheets work where a site's policy allows neither inline styles nor foreign ones.
const sheets = await Promise.all([sheet("chat.css"), sheet("windows.css")]);

/** The element; what its attributes say is read once, when it is placed. */
class RugwijzerChat extends HTMLElement {
  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    // A closed panel without a conversation asks nothing of the network.
    if (!this.panel || this.panel.isOpen || this.conversation.client.token) this.conversation.start();
  }

  disconnectedCallback() {
    this.conversation.stop();
  }

  /** Open the panel of the floating form. */
  open() {
    this.panel?.open();
  }

  /** Close the panel of the floating form. */
  close() {
    this.panel?.close();
  }

  /** Ask something as if the patient typed it. */
  ask(text) {
    this.open();
    this.conversation.ask(String(text));
  }

  #build() {
    const floating = this.#one("mode", ["inline", "floating"]) === "floating";
    this.#one("position", ["right", "left"]);
    const base = this.getAttribute("base") || new URL("..", import.meta.url).href;
    const client = new Client(base.replace(/\/+$/, ""), "website");
    const history = new History();
    this.conversation = new Conversation({
      client,
      history,
      sheets,
      texts: texts(this.#ownTexts()),
      practice: this.getAttribute("practice-phone") ?? "",
      outOfHours: this.getAttribute("out-of-hours-phone") ?? "",
      emit: (name, detail) => this.#emit(name, detail),
    });
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = sheets;
    root.append(el("div", { class: `root ${floating ? "floating" : "inline"}`, lang: "nl" }, ...this.#shell(floating, history)));
    this.#emit("ready");
    if (floating && history.open && !this.panel.small.matches) this.panel.open({ quiet: true });
  }

  #shell(floating, history) {
    const { conversation } = this;
    if (!floating) return [conversation.element];
    this.panel = new Panel(conversation.texts, conversation.element, (open, quiet) => {
      history.open = open;
      if (open) conversation.start();
      if (open && !quiet) conversation.focus();
      this.#emit(open ? "open" : "close");
    });
    conversation.onarrival = () => this.panel.unread();
    return this.panel.elements;
  }

  #ownTexts() {
    const data = this.querySelector('script[type="application/json"]');
    if (!data) return {};
    try {
      return JSON.parse(data.textContent);
    } catch {
      console.warn("rugwijzer-chat: de eigen teksten zijn geen geldige JSON.");
      return {};
    }
  }

  #one(name, values) {
    const value = this.getAttribute(name) ?? values[0];
    if (values.includes(value)) return value;
    console.warn(`rugwijzer-chat: het attribuut ${name} kent '${value}' niet, wel ${values.join(" of ")}.`);
    return values[0];
  }

  #emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`rugwijzer:${name}`, { bubbles: true, composed: true, detail }));
  }
}

async function sheet(name) {
  const made = new CSSStyleSheet();
  try {
    made.replaceSync(await (await fetch(new URL(name, import.meta.url))).text());
  } catch {
    console.warn("rugwijzer-chat: de opmaak kon niet worden geladen.");
  }
  return made;
}

customElements.define("rugwijzer-chat", RugwijzerChat);
