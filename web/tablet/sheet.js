// The summary on one page, for the patient to show, print or keep.

import { el } from "./dom.js";
import { LEVELS, listed, several } from "./words.js";

const NOTE = "Ingevuld door de patiënt met Rugwijzer, een computerprogramma. Niet nagekeken door een zorgverlener. Dit is geen diagnose.";
const DAY = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };

/** The sheet of a summary as the API returns it. */
export function sheet(summary) {
  const rows = [
    ["Klacht", summary.complaint],
    ["Waar", summary.areas && capital(listed(summary.areas).toLowerCase())],
    ["Sinds", summary.duration],
    ["Pijn (NRS)", summary.pain === undefined ? undefined : `${summary.pain} van 10`],
    ["Leeftijd", summary.age === undefined ? undefined : `${summary.age} jaar`],
    ["Uitkomst", LEVELS[summary.level]],
  ].filter(([, value]) => value);
  const facts = el("dl", { class: "facts" });
  for (const [term, value] of rows) facts.append(el("div", {}, el("dt", {}, term), el("dd", {}, value)));
  const node = el(
    "article",
    { class: "sheet", "aria-label": "Overzicht van uw klachten" },
    el("header", {}, el("h2", {}, "Overzicht rugklachten"), el("p", {}, new Date().toLocaleString("nl-NL", DAY))),
    facts,
    ...signals(summary.signals ?? []),
    ...questions(summary.questions ?? []),
    el("p", { class: "origin" }, NOTE),
  );
  return node;
}

function signals(list) {
  if (!list.length) return [];
  const names = (answer) => list.filter((item) => item.answer === answer).map((item) => item.names);
  const [yes, named, unknown, no] = ["ja", "genoemd", "weet_niet", "nee"].map(names);
  const part = (word, groups, joined) => (groups.length ? [el("dt", {}, word), ...groups.map((group) => el("dd", {}, joined(group)))] : []);
  return [
    el("h3", {}, "Alarmsignalen"),
    el(
      "dl",
      { class: "signals" },
      ...part("Ja", yes, several),
      ...part("Zelf genoemd", named, several),
      ...part("Weet niet", unknown, several),
      ...part("Nee", no.length ? [no.flat()] : [], (group) => group.join("; ")),
    ),
  ];
}

function questions(list) {
  if (!list.length) return [];
  return [el("h3", {}, "Vragen van de patiënt"), el("ul", {}, ...list.map((text) => el("li", {}, text)))];
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
