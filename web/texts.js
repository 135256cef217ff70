// Every text the component says by itself. A site may replace each of them.

export const TEXTS = {
  title: "Rugwijzer",
  subtitle: "Hulp bij lage rugpijn",
  launcher: "Vraag over uw rug?",
  launcherUnread: "Nieuw bericht",
  close: "Sluiten",
  heading: "Gesprek met Rugwijzer",
  greeting: [
    "Ik ben Rugwijzer, een computerprogramma. Ik ben geen dokter. Ik beantwoord vragen over lage rugpijn en ik let op alarmsignalen.",
    "Is het levensbedreigend: bel 112.",
    "Waar kan ik u mee helpen? Typ uw vraag, of kies er een:",
  ],
  examples: [
    "Helpt een nieuwe matras?",
    "Moet er een MRI-scan komen?",
    "Mag ik blijven bewegen?",
    "Hoe lang duurt spit?",
  ],
  examplesLabel: "Voorbeelden van vragen",
  messages: "Berichten",
  log: "Gesprek",
  you: "U zegt: ",
  it: "Rugwijzer zegt: ",
  choose: "Kies een antwoord",
  check: "Controleer mijn klachten",
  restart: "Opnieuw beginnen",
  keep: "Bewaren of printen",
  input: "Uw bericht",
  placeholder: "Typ uw vraag",
  send: "Verstuur",
  left: "Nog {n} tekens",
  over: "{n} tekens te veel (maximaal 1.000)",
  typing: "Rugwijzer denkt na…",
  note: "Rugwijzer is een computerprogramma en vervangt uw huisarts niet. Typ geen naam of adres.",
  waking:
    "De assistent wordt wakker. Dat duurt ongeveer een minuut. Alarmsignalen herken ik al wel.",
  offline: "Er is nu geen verbinding. Wat u typt, blijft hier staan.",
  notSent: "Uw bericht is niet verstuurd.",
  kept: "Uw tekst staat nog hieronder.",
  cannotWait: "Kunt u niet wachten? Bel uw huisarts, of bij levensgevaar 112.",
  retry: "Opnieuw proberen",
  verdict: "Oordeel: ",
  verdicts: {
    bewezen: "Bewezen",
    klein_effect: "Klein effect",
    niet_bewezen: "Niet bewezen",
    werkt_niet: "Werkt niet",
    mythe: "Misverstand",
    uitleg: "Uitleg",
  },
  levels: {
    bel_112: "Bel nu 112",
    spoed: "Spoed: bel nu uw huisarts",
    vandaag: "Bel vandaag uw huisarts",
    deze_week: "Bel deze week uw huisarts",
    geen: "Geen alarmsignalen gevonden",
  },
  suicidal: "Praat er nu met iemand over: bel 113",
  sources: "Bronnen",
  call: "Bel {number}",
  callPractice: "Huisarts: {number}",
  callOutOfHours: "Huisartsenpost: {number}",
  summary: "Samenvatting",
  conversation: "Heel gesprek",
  copy: "Kopiëren",
  copied: "Gekopieerd. U kunt het nu ergens plakken.",
  copyFailed: "Kopiëren lukte niet. Print het, of neem het over.",
  print: "Printen",
  summaryTitle: "Samenvatting van uw gesprek met Rugwijzer",
  conversationTitle: "Uw gesprek met Rugwijzer",
  advice: "Advies",
  answered: "Wat u antwoordde",
  asked: "Wat u vroeg",
  nothing: "U hebt nog niets gevraagd.",
  paperNote:
    "Gemaakt door een computerprogramma, niet door een dokter. Het is geen diagnose. Bij twijfel belt u uw huisarts, bij levensgevaar 112.",
};

/**
 * The texts with those of a site in place of the own ones. What is unknown or of another kind is not
 * taken, and told to `warn` in Dutch.
 */
export function texts(given, warn = console.warn, base = TEXTS) {
  const result = { ...base };
  for (const [key, value] of Object.entries(given ?? {})) {
    const own = Object.hasOwn(base, key) ? base[key] : undefined;
    if (own === undefined) warn(`rugwijzer-chat: de tekst '${key}' bestaat niet.`);
    else if (Array.isArray(own) ? !isStrings(value) : typeof value !== typeof own || value === null)
      warn(`rugwijzer-chat: de tekst '${key}' heeft de verkeerde vorm.`);
    else result[key] = typeof own === "object" && !Array.isArray(own) ? texts(value, warn, own) : value;
  }
  return result;
}

/** A text with its `{name}` places filled in. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function isStrings(value) {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
