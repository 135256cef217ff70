// Reading the screen aloud with a Dutch voice of the device itself.

const RATE = 0.92;

export class Aloud {
  /** `button` shows only while there is a voice; `text` gives the words; `onspeak` keeps the tablet awake. */
  constructor(button, text, onspeak) {
    Object.assign(this, { button, text, onspeak });
    if (!("speechSynthesis" in window)) return;
    const look = () => this.#look();
    speechSynthesis.addEventListener?.("voiceschanged", look);
    look();
    button.addEventListener("click", () => (this.speaking ? this.stop() : this.#speak()));
  }

  /** Be silent. */
  stop() {
    if (this.speaking) speechSynthesis.cancel();
    this.#mark(false);
  }

  #look() {
    const voices = speechSynthesis.getVoices().filter((v) => /^nl\b/i.test(v.lang));
    // A voice that is not on the device sends what it reads to another company.
    this.voice = voices.find((v) => v.localService) ?? null;
    this.button.hidden = !this.voice;
  }

  #speak() {
    // Long texts fall silent halfway in Chromium, so it speaks sentence by sentence.
    const parts = this.text().match(/[^.!?\n]+[.!?]*/g) ?? [];
    const said = parts.map((part) => part.trim()).filter(Boolean);
    if (!said.length) return;
    speechSynthesis.cancel();
    this.#mark(true);
    said.forEach((part, index) => {
      const words = new SpeechSynthesisUtterance(part);
      Object.assign(words, { voice: this.voice, lang: "nl-NL", rate: RATE });
      words.onstart = () => this.onspeak();
      words.onend = () => index === said.length - 1 && this.#mark(false);
      words.onerror = () => this.#mark(false);
      speechSynthesis.speak(words);
    });
  }

  #mark(speaking) {
    this.speaking = speaking;
    this.button.querySelector(".word").textContent = speaking ? "Stop voorlezen" : "Lees voor";
  }
}
