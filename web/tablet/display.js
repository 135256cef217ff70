// Size of the text and contrast; both go back to their beginning for the next patient.

const STEPS = 3;

/** Connect the two buttons; returns a function that sets the display back. */
export function display(larger, contrast) {
  const root = document.documentElement;
  const word = larger.querySelector(".word");
  const set = (step, high) => {
    root.dataset.text = String(step);
    root.toggleAttribute("data-contrast", high);
    contrast.setAttribute("aria-pressed", String(high));
    word.textContent = step === STEPS ? "Tekst gewoon" : "Tekst groter";
  };
  const high = () => root.hasAttribute("data-contrast");
  larger.addEventListener("click", () => set((Number(root.dataset.text) % STEPS) + 1, high()));
  contrast.addEventListener("click", () => set(Number(root.dataset.text), !high()));
  return () => set(1, false);
}
