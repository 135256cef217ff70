// The tablet: one screen at a time, one patient at a time, and nothing left of either.

import { Client } from "../client.js";
import { Aloud } from "./aloud.js";
import { call, endSession } from "./api.js";
import { Check } from "./check.js";
import { display } from "./display.js";
import { Idle } from "./idle.js";
import { Questions } from "./questions.js";
import { startScreen } from "./start.js";
import { Visit } from "./visit.js";

const PRESENCE_MS = 15000;
const main = document.getElementById("scherm");
const quit = document.getElementById("klaar");
const name = (new URLSearchParams(location.search).get("naam") ?? "").slice(0, 40);

class App {
  constructor() {
    this.practice = document.body.dataset.practice;
    this.seconds = Number(document.body.dataset.idle);
    this.resetDisplay = display(document.getElementById("groter"), document.getElementById("contrast"));
    this.aloud = new Aloud(document.getElementById("voorlezen"), readable, () => this.idle.touch());
    this.idle = new Idle(document.getElementById("stilte"), this.seconds, {
      busy: () => !this.atStart || this.changed,
      onwipe: () => this.wipe("Alles is gewist."),
      onactive: () => this.#present(),
    });
    quit.addEventListener("click", () => this.wipe("Alles is gewist. Dank u wel."));
    document.addEventListener("contextmenu", (event) => event.preventDefault());
    for (const id of ["groter", "contrast"]) {
      document.getElementById(id).addEventListener("click", () => (this.changed = true));
    }
    // A try: a page that goes away may not get it sent. The session's token stays in the tab, so a page
    // that comes back ends it, and the server ends what stays silent.
    addEventListener("pagehide", () => this.client.token && endSession(this.client.token));
    addEventListener("pageshow", (event) => event.persisted && this.wipe(""));
    // A page that was closed too fast left its session behind in this tab.
    this.client = new Client("", "tablet");
    this.wipe("");
  }

  /** Show a screen and move the focus to its heading. */
  show(node) {
    this.aloud.stop();
    this.atStart = false;
    quit.hidden = false;
    main.replaceChildren(node);
    main.scrollTop = 0;
    const title = node.querySelector("h1");
    document.title = `${title.textContent} – Rugwijzer`;
    title.focus({ preventScroll: true });
  }

  /** The start screen. */
  start(notice = "") {
    this.show(startScreen(this, notice));
    this.atStart = true;
    quit.hidden = true;
    document.title = "Rugwijzer in de wachtkamer";
  }

  ask() {
    new Questions(this).themes();
  }

  check() {
    new Check(this, false).begin();
  }

  prepare() {
    new Check(this, true).begin();
  }

  /** Forget this patient here and on the server, and begin again. */
  wipe(notice) {
    this.#forget();
    this.#fresh();
    this.resetDisplay();
    this.changed = false;
    this.start(notice);
  }

  /** The session was handed over or ended elsewhere: nothing is left to end. */
  leave(notice) {
    this.client.forget();
    this.wipe(notice);
  }

  #fresh() {
    this.stream?.abort();
    this.visit = new Visit();
    this.client = new Client("", "tablet");
    this.client.onsession = (token) => this.#listen(token);
    this.onmessage = null;
    this.onended = null;
    this.said = 0;
  }

  #forget() {
    this.stream?.abort();
    const old = this.client;
    const token = old.token;
    if (token) endSession(token);
    // An answer under way finds its session ended, and client.js would then begin another for it.
    old.onsession = (late) => {
      if (!late) return;
      endSession(late);
      old.forget();
    };
    old.forget();
    sessionStorage.clear();
    localStorage.clear();
  }

  #present() {
    const token = this.client?.token;
    if (!token || Date.now() - this.said < PRESENCE_MS) return;
    this.said = Date.now();
    call("presence", { token, body: { tablet: name } }).catch(() => null);
  }

  async #listen(token) {
    this.stream?.abort();
    if (!token) return;
    this.said = 0;
    this.#present();
    const stream = (this.stream = new AbortController());
    await this.client.listen(token, stream.signal, (message) => this.onmessage?.(message));
    if (!stream.signal.aborted) this.onended?.();
  }
}

/** The words on the screen, as they are read aloud. */
function readable() {
  const thread = main.querySelector(".thread")?.shadowRoot.querySelector(".log")?.lastElementChild;
  const words = [...main.querySelectorAll("h1, h2, p, li, .choice, .way strong, .way span")];
  return [...words, thread].filter((node) => node?.checkVisibility?.() ?? node).map((node) => node.innerText).join("\n");
}


async function install() {
  if (!("serviceWorker" in navigator)) return;
  const address = "/tablet-worker.js";
  const trusted = window.trustedTypes?.createPolicy("rugwijzer-worker", { createScriptURL: () => address });
  const workers = navigator.serviceWorker;
  // The first time the files were fetched before the worker was there to keep them.
  const first = !workers.controller;
  const taken = new Promise((resolve) => workers.addEventListener("controllerchange", resolve, { once: true }));
  await workers.register(trusted?.createScriptURL("") ?? address, { scope: "/tablet" });
  if (!first) return;
  await taken;
  await Promise.all(files().map((url) => fetch(url).catch(() => null)));
}

function files() {
  const used = performance.getEntriesByType("resource").map(({ name }) => name);
  return [location.href, ...used.filter((url) => url.startsWith(`${location.origin}/web/`))];
}

new App();
// Without a worker the tablet works as well, only not without the network.
install().catch(() => null);
