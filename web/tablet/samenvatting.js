// The summary on the patient's own phone.

import { button, el, row, screen } from "./dom.js";
import { oneTimePage, put } from "./phone.js";
import { sheet } from "./sheet.js";

oneTimePage("summary/open", ({ summary }) => {
  const keep = el("p", { class: "small" }, "Dit overzicht staat alleen nog hier op uw scherm. Sluit u deze pagina, dan is het weg.");
  put(screen("overview", "Uw overzicht", sheet(summary), keep, row(button("Bewaar of print", () => window.print(), "primary"))));
});
