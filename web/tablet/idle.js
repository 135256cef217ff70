// Counts the seconds of silence, warns, and wipes.

const WARN_S = 20;

/**
 * Watch for silence: after `seconds` `onwipe` is called. In the last part a dialog counts down;
 * `busy` tells whether there is anything to wipe.
 */
export class Idle {
  constructor(dialog, seconds, { busy, onwipe, onactive }) {
    this.dialog = dialog;
    this.seconds = seconds;
    this.warn = Math.min(WARN_S, seconds / 2);
    Object.assign(this, { busy, onwipe, onactive });
    this.count = dialog.querySelector(".count");
    this.touch();
    for (const name of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
      addEventListener(name, () => !dialog.open && this.touch(), { capture: true, passive: true });
    }
    dialog.addEventListener("click", (event) => this.#answer(event.target.value));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#answer("blijven");
    });
    // Timers stand still while a tablet sleeps; the clock does not.
    document.addEventListener("visibilitychange", () => this.#tick());
    setInterval(() => this.#tick(), 250);
  }

  /** Somebody is there. */
  touch() {
    this.last = Date.now();
    this.onactive();
  }

  #answer(value) {
    if (value === "wissen") this.#wipe();
    if (value === "blijven") {
      this.dialog.close();
      this.touch();
    }
  }

  #tick() {
    const left = this.seconds - (Date.now() - this.last) / 1000;
    if (!this.busy()) {
      this.last = Date.now();
      return;
    }
    if (left <= 0) return this.#wipe();
    if (left > this.warn) return;
    if (!this.dialog.open) this.dialog.showModal();
    const words = `${Math.ceil(left)}`;
    if (this.count.textContent !== words) this.count.textContent = words;
  }

  #wipe() {
    this.dialog.close();
    this.onwipe();
  }
}
