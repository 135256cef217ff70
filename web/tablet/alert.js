// An urgent advice, and the outcome of the questionnaire.

import { unbroken } from "../view.js";
import { button, el, row, screen } from "./dom.js";
import { LEVELS } from "./words.js";

const REPORT = "Meld dit nu bij de balie";
const TITLES = {
  bel_112: REPORT,
  spoed: REPORT,
  vandaag: "Bel vandaag uw huisarts",
  deze_week: "Bel deze week uw huisarts",
  geen: "Geen alarmsignalen gevonden",
};

/** Whether a level must be reported at the desk now. */
export function urgent(level) {
  return level === "spoed" || level === "bel_112";
}

/**
 * The screen of an escalation or outcome. `onchoice` gets the choice that is pressed, `next` are
 * buttons below it; `said(text)` on the result adds what the desk says.
 */
export function alertScreen(app, message, onchoice, next) {
  const level = message.level in TITLES ? message.level : "spoed";
  const alone = message.red_flags?.includes("suicidaal");
  const title = alone ? "U staat er niet alleen voor" : TITLES[level];
  const status = el("p", { class: "desk", role: "status" });
  const choices = (message.choices ?? []).map((c) => button(c.title, () => onchoice(c), "plain"));
  const node = screen(
    `verdict ${urgent(level) ? "urgent" : level === "geen" ? "clear" : "calm"}`,
    title,
    el("div", { class: "advice", id: "advies" }, ...(urgent(level) && !alone ? [el("p", { class: "level" }, LEVELS[level])] : []), ...paragraphs(message.text, alone)),
    status,
    ...(choices.length ? [row(...choices)] : []),
    el("div", { class: "next" }, ...next),
  );
  // The heading takes the focus; with the advice as its description a screen reader says both, once.
  node.querySelector("h1").setAttribute("aria-describedby", "advies");
  app.onmessage = ({ text }) => {
    status.textContent = text;
  };
  return node;
}

function paragraphs(text, alone) {
  const whole = alone ? text : text.replace(/^Meld dit nu bij de balie\.\s*/, "");
  return whole.split(/\n+/).filter(Boolean).map((part) => el("p", {}, unbroken(part)));
}
