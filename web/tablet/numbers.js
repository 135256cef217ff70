// Answers in numbers without a keyboard: a keypad, a duration and a pain slider.

import { button, el } from "./dom.js";

const UNITS = ["dagen", "weken", "maanden", "jaar"];
const ONE = { dagen: "dag", weken: "week", maanden: "maand", jaar: "jaar" };

/**
 * A keypad of at most `digits` digits. `fraction` adds a comma with one digit behind it. `onanswer`
 * gets the number as text; `after` is said behind it, as in '42 jaar'.
 */
export function keypad({ label, digits, after, fraction = false, extra = [], finish = (n) => n }, onanswer) {
  let typed = "";
  const output = el("output", { class: "typed", "aria-label": label, "aria-live": "polite" });
  const hint = el("p", { class: "hint", role: "status" });
  const fits = (text) => (fraction ? /^\d{0,2}(,\d?)?$/ : /^\d*$/).test(text) && text.replace(",", "").length <= digits;
  const set = (text) => {
    if (!fits(text)) return;
    typed = text;
    output.textContent = typed ? `${typed} ${after()}`.trim() : "–";
    hint.textContent = "";
  };
  const press = (key) => set(key === "wis" ? typed.slice(0, -1) : typed + key);
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", fraction ? "," : "", "0", "wis"];
  const pad = el("div", { class: "pad", role: "group", "aria-label": "Cijfers" });
  for (const key of keys) {
    if (key === "") pad.append(el("span"));
    else pad.append(button(key === "wis" ? "⌫" : key, () => press(key), "key", key === "wis" ? { "aria-label": "Wis laatste cijfer" } : key === "," ? { "aria-label": "komma" } : {}));
  }
  const next = button("Verder", () => {
    if (!/\d$/.test(typed)) hint.textContent = "Tik eerst een getal.";
    else onanswer(finish(typed));
  }, "primary");
  const node = el("div", { class: "keypad" }, output, el("div", { class: "entry" }, ...extra.map((make) => make(() => set(typed))), pad), hint, next);
  // Somebody with a keyboard types the digits.
  node.addEventListener("keydown", (event) => {
    if (/^[\d,]$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") press("wis");
    else return;
    event.preventDefault();
  });
  set("");
  return node;
}

/** How long: a number and a unit; `onanswer` gets for instance '3 weken'. */
export function duration(onanswer) {
  let unit = "dagen";
  const words = (n) => (Number(n) === 1 ? ONE[unit] : unit);
  const pick = (changed) => {
    const box = el("div", { class: "units", role: "radiogroup", "aria-label": "Dagen, weken, maanden of jaar" });
    for (const name of UNITS) {
      const id = `eenheid-${name}`;
      const radio = el("input", { type: "radio", name: "eenheid", id, value: name });
      radio.checked = name === unit;
      radio.addEventListener("change", () => {
        unit = name;
        changed();
      });
      box.append(el("span", { class: "unit" }, radio, el("label", { for: id }, name)));
    }
    return box;
  };
  const options = { label: "Hoe lang", digits: 3, after: () => unit, extra: [pick], finish: (n) => `${n} ${words(n)}` };
  return keypad(options, onanswer);
}

/** Pain from 0 to 10; nothing is chosen until the patient moves it. `onanswer` gets the number as text. */
export function painSlider(onanswer) {
  let chosen = false;
  const output = el("output", { class: "typed", for: "pijn" }, "–");
  const hint = el("p", { class: "hint", role: "status" });
  const slider = el("input", { type: "range", id: "pijn", min: "0", max: "10", step: "1", value: "5", "aria-label": "Pijn van 0 tot 10", "aria-valuetext": "nog niet gekozen" });
  const set = (value) => {
    chosen = true;
    slider.value = value;
    slider.classList.add("set");
    output.textContent = slider.value;
    slider.setAttribute("aria-valuetext", `${slider.value} van 10`);
    hint.textContent = "";
  };
  // A tap on the place where the thumb already is, also chooses.
  for (const name of ["input", "click"]) slider.addEventListener(name, () => set(slider.value));
  slider.addEventListener("keydown", (event) => event.key === " " && set(slider.value));
  const step = (by) => set(chosen ? Number(slider.value) + by : slider.value);
  const next = button("Verder", () => {
    if (chosen) onanswer(slider.value);
    else hint.textContent = "Schuif eerst naar uw pijn.";
  }, "primary");
  return el(
    "div",
    { class: "pain" },
    output,
    el(
      "div",
      { class: "slide" },
      button("−", () => step(-1), "key", { "aria-label": "Minder pijn" }),
      slider,
      button("+", () => step(1), "key", { "aria-label": "Meer pijn" }),
    ),
    el("p", { class: "ends", "aria-hidden": "true" }, el("span", {}, "0 geen pijn"), el("span", {}, "10 ergste pijn")),
    hint,
    next,
  );
}
