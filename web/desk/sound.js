// Two tones, made here; a browser lets a page sound only after somebody touched it.

const TONES = [880, 660, 880, 660];
const TONE_S = 0.22;

export class Sound {
  /** `button` lets somebody switch the sound on and off. */
  constructor(button) {
    this.button = button;
    this.on = false;
    button.addEventListener("click", () => {
      if (this.on) this.#mark(false);
      else {
        this.allow();
        this.ring();
      }
    });
  }

  /** Show the button. */
  show(visible) {
    this.button.hidden = !visible;
  }

  /** Switch the sound on; call it while handling a click or a key. */
  allow() {
    this.context ??= new AudioContext();
    this.context.resume();
    this.#mark(true);
  }

  /** Sound once. */
  ring() {
    if (!this.on) return;
    // A browser may hush a page that was out of sight for long.
    this.context.resume();
    TONES.forEach((pitch, index) => this.#tone(pitch, this.context.currentTime + index * TONE_S));
  }

  #tone(pitch, at) {
    const tone = this.context.createOscillator();
    const volume = this.context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.3, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + TONE_S);
    tone.connect(volume).connect(this.context.destination);
    tone.start(at);
    tone.stop(at + TONE_S);
  }

  #mark(on) {
    this.on = on;
    this.button.textContent = on ? "Zet geluid uit" : "Zet geluid aan";
  }
}
