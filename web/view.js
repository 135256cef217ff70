// From a Message to elements. Text only ever becomes text nodes.

const VERDICTS = {
  bewezen: ["Bewezen", "yes"],
  klein_effect: ["Klein effect", "doubt"],
  niet_bewezen: ["Niet bewezen", "doubt"],
  werkt_niet: ["Werkt niet", "no"],
  mythe: ["Misverstand", "no"],
  uitleg: ["Uitleg", "yes"],
};
const LEVELS = {
  bel_112: ["Bel nu 112", "urgent"],
  spoed: ["Spoed: bel nu uw huisarts", "urgent"],
  vandaag: ["Bel vandaag uw huisarts", "calm"],
  deze_week: ["Bel deze week uw huisarts", "calm"],
  geen: ["Geen alarmsignalen gevonden", "clear"],
};
const HELPLINES = ["112", "113", "0800-0113"];

/** An element with a class, attributes and children (elements or strings). */
export function el(tag, { class: name, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Split text in strings and telephone links; `phones` are numbers beside the helplines. */
export function linked(text, phones = []) {
  const numbers = [...new Set([...HELPLINES, ...phones])].filter(Boolean);
  numbers.sort((a, b) => b.length - a.length);
  const escaped = numbers.map((n) => n.replace(/[^\d\s]/g, "\\$&"));
  // A number inside a longer number, an amount or a percentage is not a number to call.
  const pattern = new RegExp(`(^|[^\\d.,€-])(${escaped.join("|")})(?![\\d%-]|[.,]\\d)`, "g");
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const start = match.index + match[1].length;
    parts.push(text.slice(from, start), phone(match[2], match[2]));
    from = start + match[2].length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

/** What the patient said. */
export function mine(text) {
  return el("div", { class: "turn mine" }, el("div", { class: "card" }, who("U zegt: "), text));
}

/** One Message of the assistant. `context` has phones, practice, outOfHours, tablet and onchoice. */
export function theirs(message, context) {
  const heading = HEADED.has(message.kind) ? LEVELS[message.level] : undefined;
  const card = el("div", { class: "card" }, who("Rugwijzer zegt: "));
  const turn = el("div", { class: `turn ${message.kind}` }, card);
  if (heading) {
    turn.classList.add("alert", heading[1]);
    card.append(el("h3", {}, title(message, heading[0])));
  }
  const verdict = message.kind === "answer" && VERDICTS[message.verdict];
  if (verdict) card.append(el("span", { class: `badge ${verdict[1]}` }, verdict[0]));
  card.append(...blocks(message.text, context.phones));
  if (heading && !context.tablet) card.append(...calls(message, context));
  if (message.sources?.length) card.append(sources(message.sources));
  if (message.choices?.length) turn.append(choices(message.choices, context.onchoice));
  return turn;
}

/** A row of buttons; `onchoice` gets the choice that was pressed. */
export function choices(list, onchoice) {
  const row = el("div", { class: "choices", role: "group", "aria-label": "Kies een antwoord" });
  for (const choice of list) {
    const button = el("button", { class: "chip", type: "button" }, choice.title);
    button.addEventListener("click", () => onchoice(choice, button));
    row.append(button);
  }
  return row;
}

const HEADED = new Set(["escalation", "outcome"]);

function title(message, usual) {
  const alone = message.red_flags?.includes("suicidaal");
  return alone ? "Praat er nu met iemand over: bel 113" : usual;
}

function blocks(text, phones) {
  const found = [];
  for (const block of String(text).split(/\n{2,}/)) {
    let list = null;
    let lines = [];
    const flush = () => {
      if (lines.length) found.push(el("p", {}, ...linked(lines.join("\n"), phones)));
      lines = [];
    };
    for (const line of block.split("\n")) {
      const item = line.match(/^\s*[-•*]\s+(.*)$/);
      if (!item) {
        list = null;
        if (line.trim()) lines.push(line);
        continue;
      }
      flush();
      if (!list) found.push((list = el("ul")));
      list.append(el("li", {}, ...linked(item[1], phones)));
    }
    flush();
  }
  return found;
}

function calls(message, { practice, outOfHours }) {
  const wanted = [];
  if (message.red_flags?.includes("suicidaal")) wanted.push(["Bel 113", "113"]);
  if (message.level === "bel_112") wanted.push(["Bel 112", "112"]);
  else if (message.level !== "geen") {
    if (practice) wanted.push([`Huisarts: ${practice}`, practice]);
    if (outOfHours && message.level === "spoed") {
      wanted.push([`Huisartsenpost: ${outOfHours}`, outOfHours]);
    }
  }
  if (!wanted.length) return [];
  return [el("div", { class: "calls" }, ...wanted.map(([words, number]) => phone(words, number)))];
}

function sources(list) {
  const items = list.map((s) => el("li", {}, [s.title, s.section].filter(Boolean).join(", ")));
  return el("details", {}, el("summary", {}, "Bronnen"), el("ul", {}, ...items));
}

function phone(words, number) {
  return el("a", { href: `tel:${number.replace(/[^\d+]/g, "")}` }, words);
}

function who(words) {
  return el("span", { class: "who" }, words);
}
