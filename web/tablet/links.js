// Taking it along: the summary with its QR code, and going on with the conversation on a phone.

import { call } from "./api.js";
import { button, el, qr, row, screen } from "./dom.js";
import { sheet } from "./sheet.js";
import { OFFLINE } from "./words.js";

/** The summary, to print or to take along. */
export async function summaryScreen(app) {
  const { visit } = app;
  if (visit.empty || !app.client.token) return empty(app);
  let kept;
  try {
    kept = await call("summary", { token: app.client.token, body: visit });
  } catch (error) {
    return visit === app.visit && failed(app, error, () => summaryScreen(app));
  }
  // The patient may have left meanwhile; the next one must not see this.
  if (visit !== app.visit) return;
  const print = button("Print dit overzicht", () => window.print(), "primary");
  app.show(
    screen(
      "overview",
      "Uw overzicht",
      sheet(kept.summary),
      el(
        "aside",
        { class: "take", "aria-label": "Meenemen op uw telefoon" },
        el("h2", {}, "Meenemen op uw telefoon"),
        el("p", {}, "Open de camera van uw telefoon en richt hem op dit vierkant."),
        qr(kept.qr, "QR-code met een link naar uw overzicht"),
        el("p", { class: "small" }, `De link werkt één keer en ${minutes(kept.expires_in)}.`),
        print,
        button("Ga verder op uw telefoon", () => handoverScreen(app, () => summaryScreen(app)), "plain wide"),
      ),
    ),
  );
}

/** A QR code with which a phone goes on with this conversation; `back` returns. */
export async function handoverScreen(app, back) {
  const { visit } = app;
  if (!app.client.token) return empty(app);
  let link;
  try {
    link = await call("handover", { token: app.client.token });
  } catch (error) {
    return visit === app.visit && failed(app, error, () => handoverScreen(app, back));
  }
  if (visit !== app.visit) return;
  app.onended = () => app.leave("Uw gesprek staat nu op uw telefoon. Hier is alles gewist.");
  const whatsapp = link.whatsapp && el("div", { class: "other" }, el("h2", {}, "Liever WhatsApp?"), el("p", {}, "Richt de camera op dit vierkant. Daar begint een nieuw gesprek."), qr(link.whatsapp.qr, "QR-code naar WhatsApp"));
  app.show(
    screen(
      "handover",
      "Ga verder op uw telefoon",
      el(
        "div",
        { class: "codes" },
        el(
          "div",
          { class: "steps" },
          el("ol", {}, el("li", {}, "Open de camera van uw telefoon."), el("li", {}, "Richt hem op het vierkant."), el("li", {}, "Tik op de link die verschijnt.")),
          el("p", {}, `De link werkt één keer, zolang dit scherm open staat (hoogstens ${minutes(link.expires_in)}). Gaat u verder op uw telefoon? Dan wist deze tablet uw gesprek.`),
        ),
        qr(link.qr, "QR-code met een link naar uw gesprek"),
        ...(whatsapp ? [whatsapp] : []),
      ),
      row(button("‹ Terug", back)),
    ),
  );
}

function minutes(seconds) {
  const whole = Math.max(1, Math.round(seconds / 60));
  return whole === 1 ? "1 minuut" : `${whole} minuten`;
}

function empty(app) {
  app.show(screen("said", "Er is nog niets", el("p", { class: "lead" }, "Kijk eerst uw klachten na of stel een vraag."), row(button("Mijn klachten nakijken", () => app.check(), "primary"), button("Ik heb een vraag", () => app.ask()))));
}

function failed(app, error, again) {
  const words = error.status ? error.message : OFFLINE;
  app.show(screen("failed", "Dat lukt nu niet", el("p", { class: "lead", role: "alert" }, words), row(button("Probeer het opnieuw", again, "primary"))));
}
