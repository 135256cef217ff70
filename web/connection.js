// Whether the assistant can be reached: asked often while it cannot, and seldom while it can.

const POLL_AWAY_MS = 2000;
const POLL_MS = 30000;

/** Watches between `start` and `stop`; `onchange(state)` hears "ok", "waking" or "offline". */
export class Connection {
  #running = false;
  #state = "ok";
  #asked = 0;

  constructor(client, onchange) {
    this.client = client;
    this.onchange = onchange;
    this.changed = () => this.check();
  }

  start() {
    this.#running = true;
    for (const name of ["online", "offline"]) addEventListener(name, this.changed);
    this.check();
  }

  stop() {
    this.#running = false;
    for (const name of ["online", "offline"]) removeEventListener(name, this.changed);
    clearTimeout(this.timer);
  }

  /** Ask now, for instance because a message did not arrive. */
  async check() {
    clearTimeout(this.timer);
    const asked = ++this.#asked;
    const state = navigator.onLine ? await this.client.health() : "offline";
    // An answer to an earlier question must not undo that of a later one.
    if (!this.#running || asked !== this.#asked) return;
    if (state !== this.#state) {
      this.#state = state;
      this.onchange(state);
    }
    this.timer = setTimeout(this.changed, state === "ok" ? POLL_MS : POLL_AWAY_MS);
  }
}
