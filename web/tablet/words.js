// Words that several pages share.

export const LEVELS = {
  bel_112: "Bel 112",
  spoed: "Spoed: nu beoordelen",
  vandaag: "Vandaag de huisarts bellen",
  deze_week: "Deze week de huisarts bellen",
  geen: "Geen alarmsignalen gevonden",
};

export const OFFLINE = "Er is nu geen verbinding. Gaat het niet goed met u? Meld het bij de balie.";

/** Signals that one yes was about: at least one of them is so. */
export function several(names) {
  return names.length > 1 ? `Een of meer van: ${names.join("; ")}` : names.join("");
}

/** 'a, b en c'. */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} en ${words.at(-1)}`;
}
