// Prints elements instead of the page, without a second window and within any policy on styles.

const HIDE = "@media print { body > :not(.rugwijzer-print) { display: none !important; } body > .rugwijzer-print { display: block !important; } }";

/** Print these elements, styled by `sheets`; the page is as it was when the printing is done. */
export function print(elements, sheets) {
  const place = document.createElement("div");
  place.className = "rugwijzer-print";
  place.hidden = true;
  const root = place.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = sheets;
  const paper = document.createElement("article");
  paper.className = "paper printed";
  paper.lang = "nl";
  paper.append(...elements);
  root.append(paper);
  const hide = new CSSStyleSheet();
  hide.replaceSync(HIDE);
  document.adoptedStyleSheets.push(hide);
  document.body.append(place);
  addEventListener("afterprint", () => {
    place.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== hide);
  }, { once: true });
  globalThis.print();
}
