// One question of the questionnaire on the screen, answered without typing.

import { button, el, row, screen } from "./dom.js";
import { duration, keypad, painSlider } from "./numbers.js";

const YES_NO = { Ja: "✓", Nee: "✕", "Weet ik niet": "?" };
const TOTAL = 10;
const PLACES = { age: 8, duration_days: 9, pain_score: 10 };

/**
 * The screen of a question. `before` are messages said with it, `place` counts the questions about
 * signals; `answer({choice|text, title})` is called with what the patient said.
 */
export function questionScreen(question, before, place, answer) {
  const [first, ...rest] = sentences(question.text);
  const node = screen(
    "ask",
    first,
    el("div", { class: "asked" }, ...rest.map((text) => el("p", {}, text)), ...before.map((m) => el("p", { class: "aside" }, m.text))),
    el("div", { class: "answers" }, ...control(question, answer)),
  );
  const now = PLACES[question.asks] ?? (question.asks === "red_flags" ? Math.min(place, 7) : null);
  if (now) node.prepend(progress(now));
  node.append(foot(answer));
  return node;
}

function progress(now) {
  const bar = el("progress", { max: String(TOTAL), value: String(now), "aria-hidden": "true" });
  return el("div", { class: "progress" }, el("p", {}, `Vraag ${now} van ${TOTAL}`), bar);
}

// A long question reads better as a heading with a sentence a line.
function sentences(text) {
  const parts = text.split(/(?<=[.?!])\s+/).filter((part) => part && part !== "Ja, nee of weet ik niet?");
  return parts.length ? parts : [text];
}

function control(question, answer) {
  const say = (text, title = text) => answer({ text, title });
  const unknown = button("Weet ik niet", () => say("weet ik niet", "Weet ik niet"), "plain wide");
  if (question.asks === "age") return [keypad({ label: "Leeftijd", digits: 3, after: () => "jaar" }, (n) => say(n)), unknown];
  if (question.asks === "duration_days") return [duration((words) => say(words)), unknown];
  const choices = question.choices ?? [];
  const choose = (choice) => answer({ choice: choice.id, title: choice.title });
  if (question.asks === "temperature") {
    const pad = keypad({ label: "Temperatuur", digits: 3, fraction: true, after: () => "graden" }, (n) => say(`${n} graden`));
    return [pad, ...choices.map((c) => button(c.title, () => choose(c), "plain wide"))];
  }
  if (question.asks === "pain_score") return [painSlider((n) => pain(n, choices, choose, say))];
  return choices.map((choice) => {
    const sign = el("span", { class: "sign", "aria-hidden": "true" }, YES_NO[choice.title] ?? "›");
    const node = button("", () => choose(choice), "choice");
    node.append(sign, choice.title);
    return node;
  });
}

function pain(number, choices, choose, say) {
  const offered = choices.find((choice) => choice.title === number);
  if (offered) choose(offered);
  else say(number);
}

function foot(answer) {
  const own = ownWords((text) => answer({ text, title: text, own: true }));
  const tell = button("Zelf iets vertellen", () => own.open(), "plain");
  return el(
    "div",
    { class: "foot" },
    row(
      button("‹ Vorige vraag", () => answer({ text: "vorige vraag", title: "" }), "plain"),
      button("Waarom deze vraag?", () => answer({ text: "waarom vraagt u dit?", title: "" }), "plain"),
      tell,
    ),
    own.node,
  );
}

/** A box for own words that stays closed until it is asked for; `onsend` gets the text. */
export function ownWords(onsend, label = "Vertel het in uw eigen woorden") {
  const box = el("textarea", { id: "eigen", rows: "2", maxlength: "1000", autocomplete: "off", spellcheck: "false" });
  const send = () => box.value.trim() && onsend(box.value.trim());
  const node = el("form", { class: "own" }, el("label", { for: "eigen" }, label), box, el("button", { class: "primary", type: "submit" }, "Verstuur"));
  node.hidden = true;
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  return {
    node,
    open() {
      node.hidden = false;
      box.focus();
      node.scrollIntoView({ block: "nearest" });
    },
  };
}
