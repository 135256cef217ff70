// The start screen: three ways in.

import { el, screen, svg } from "./dom.js";

const WAYS = [
  ["ask", "Ik heb een vraag", "Kies een vraag over rugpijn en lees het antwoord.", ["M14 16h36a4 4 0 0 1 4 4v20a4 4 0 0 1-4 4H32L20 54V44h-6a4 4 0 0 1-4-4V20a4 4 0 0 1 4-4z", "M26 25c0-7 12-7 12 0 0 5-6 4-6 9", "M32 39.500v.100"]],
  ["check", "Mijn klachten nakijken", "Beantwoord korte vragen. Ik kijk of u moet bellen.", ["M18 12h28a4 4 0 0 1 4 4v36a4 4 0 0 1-4 4H18a4 4 0 0 1-4-4V16a4 4 0 0 1 4-4z", "M25 9h14v7H25z", "M22 34l7 7 13-14"]],
  ["prepare", "Mijn bezoek voorbereiden", "Maak een kort overzicht voor uw huisarts of fysiotherapeut.", ["M16 8h22l12 12v32a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4V12a4 4 0 0 1 4-4z", "M38 8v12h12", "M20 30h22M20 38h22M20 46h13"]],
];

/** The three ways in; `notice` says what just happened. */
export function startScreen(app, notice) {
  const ways = WAYS.map(([way, title, words, paths]) => {
    const node = el("button", { class: "way", type: "button" }, icon(paths), el("span", { class: "about" }, el("strong", {}, title), el("span", {}, words)));
    node.addEventListener("click", () => app[way]());
    return node;
  });
  const where = app.practice ? ` bij ${app.practice}` : "";
  return screen(
    "start",
    "Wat wilt u doen?",
    el("p", { class: "lead" }, `Welkom${where}. U hoeft niet te typen. Tik op wat bij u past.`),
    el("div", { class: "ways" }, ...ways),
    el("p", { class: "small" }, "Rugwijzer is een computerprogramma en geen dokter. Uw antwoorden worden gewist als u klaar bent."),
    el("p", { class: "notice", role: "status" }, notice),
  );
}

function icon(paths) {
  const lines = paths.map((d) => svg("path", { d }));
  return svg("svg", { viewBox: "0 0 64 64", class: "icon", "aria-hidden": "true" }, ...lines);
}
