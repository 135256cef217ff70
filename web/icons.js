// Small drawings, made as elements so that no page's policy on images or markup can stop them.

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  mark: ["M10.5 4h5", "M8.5 9.3h6", "M8 14.7h6", "M9.5 20h5"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  send: ["M12 19V5", "M6 11l6-6 6 6"],
  keep: ["M12 4v11", "M7.5 11l4.5 4.5 4.5-4.5", "M5 20h14"],
  restart: ["M5 12a7 7 0 1 0 2.2-5.1", "M5 4v4h4"],
};

/** A drawing by name, hidden from screen readers because the words beside it say the same. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  for (const shape of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}
