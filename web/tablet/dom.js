// Elements of the tablet's screens. Text only ever becomes text nodes.

import { el } from "../view.js";

export { el };

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes and children. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** A button with its words and what it does. */
export function button(words, onclick, name = "plain", attributes = {}) {
  const node = el("button", { class: name, type: "button", ...attributes }, words);
  node.addEventListener("click", onclick);
  return node;
}

/** A screen: one heading that takes the focus, and what is below it. */
export function screen(name, heading, ...children) {
  const title = el("h1", { tabindex: "-1" }, heading);
  return el("section", { class: `screen ${name}` }, title, ...children);
}

/** A row of buttons. */
export function row(...buttons) {
  return el("div", { class: "row" }, ...buttons);
}

/** A QR code: dark modules on white, with a name for who cannot see it. */
export function qr({ size, path }, label) {
  return svg(
    "svg",
    { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("rect", { width: size, height: size, fill: "#fff" }),
    svg("path", { d: path, fill: "#000" }),
  );
}
