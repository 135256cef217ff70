// The back of a body to tap where it hurts; each part is a checkbox for keyboard and screen reader.

import { el, svg } from "./dom.js";

// Half of the outline, seen from behind; the other half is its mirror image.
const TRUNK =
  "M160 90h17c0 17 5 24 24 31 22 8 34 17 38 40l-24 34c-2 36-11 60-11 86 0 26 19 42 22 72 3 48-8 88-12 122-3 26 2 46-2 74-4 28-9 44-9 58 12 8 12 18 1 18h-22c-7 0-8-10-5-20 2-28-5-68-5-108-2-50-8-88-12-126z";
const ARM = "M201 121c26 9 37 19 42 44 7 36 11 76 18 116 4 26 6 50 8 70 4 20 0 36-8 37-8 1-11-14-13-31-5-34-15-74-23-118-2-17-5-31-10-44z";
const SPINE = "M160 118V318";
// [name, x, y, width, height]; left on the picture is the patient's own left. A finger may miss the
// outline by as much as the rectangle is wider.
const AREAS = [
  ["Nek", 118, 58, 84, 64],
  ["Hoog in de rug", 84, 122, 152, 78],
  ["Midden in de rug", 84, 200, 152, 60],
  ["Onderrug links", 84, 260, 76, 64],
  ["Onderrug rechts", 160, 260, 76, 64],
  ["Linkerbil", 84, 324, 76, 62],
  ["Rechterbil", 160, 324, 76, 62],
  ["Linkerbovenbeen", 84, 386, 76, 100],
  ["Rechterbovenbeen", 160, 386, 76, 100],
  ["Linkeronderbeen of voet", 84, 486, 76, 152],
  ["Rechteronderbeen of voet", 160, 486, 76, 152],
];

/** The one place that can be an alarm signal by itself and that the questionnaire does not ask about. */
export const TELLING = { "Hoog in de rug": "Ik heb pijn hoog in mijn rug." };

/** The picture; `onchange` gets the names of the chosen parts, in order. */
export function body(chosen, onchange) {
  const marked = new Set(chosen);
  const picture = svg("svg", { viewBox: "30 0 260 644", class: "body", role: "group", "aria-label": "Achterkant van het lichaam" });
  const clip = svg("clipPath", { id: "lijf" }, half(TRUNK, false), half(TRUNK, true));
  picture.append(
    svg("defs", {}, clip),
    svg("g", { class: "skin" }, half(ARM, false), half(ARM, true)),
    svg("g", { class: "skin" }, half(TRUNK, false), half(TRUNK, true)),
    svg("path", { class: "seam", d: "M160 96V370" }),
    svg("ellipse", { class: "skin", cx: 160, cy: 52, rx: 33, ry: 42 }),
  );
  const changed = () => onchange(AREAS.map(([name]) => name).filter((name) => marked.has(name)));
  picture.append(...AREAS.map(([name, ...place]) => part(name, place, marked, changed)));
  picture.append(svg("path", { class: "spine", d: SPINE }));
  return el("div", { class: "figure" }, sides(), picture);
}

function half(d, mirrored) {
  return svg("path", { d, ...(mirrored && { transform: "matrix(-1 0 0 1 320 0)" }) });
}

function sides() {
  return el("p", { class: "sides", "aria-hidden": "true" }, el("span", {}, "links"), el("span", {}, "rechts"));
}

function part(name, [x, y, width, height], marked, changed) {
  const node = svg(
    "g",
    { class: "part", role: "checkbox", tabindex: "0", "aria-label": name, "aria-checked": String(marked.has(name)) },
    svg("rect", { class: "touch", x, y, width, height }),
    svg("rect", { class: "fill", x, y, width, height, "clip-path": "url(#lijf)" }),
  );
  const toggle = () => {
    if (!marked.delete(name)) marked.add(name);
    node.setAttribute("aria-checked", String(marked.has(name)));
    changed();
  };
  node.addEventListener("click", toggle);
  node.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    toggle();
  });
  return node;
}
