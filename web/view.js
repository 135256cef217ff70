// From a Message to elements. Text only ever becomes text nodes.

import { TEXTS, fill } from "./texts.js";

const VERDICT_TONES = {
  bewezen: "yes",
  klein_effect: "doubt",
  niet_bewezen: "doubt",
  werkt_niet: "no",
  mythe: "no",
  uitleg: "yes",
};
const LEVEL_TONES = {
  bel_112: "urgent",
  spoed: "urgent",
  vandaag: "calm",
  deze_week: "calm",
  geen: "clear",
};
const HEADED = new Set(["escalation", "outcome"]);
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

/** A text in which no number breaks over two lines, because that is hard to read out. */
export function unbroken(text) {
  return text.replace(/(\d) (?=\d)/g, "$1\u00a0");
}

/** What the patient said. */
export function mine(text, texts = TEXTS) {
  return el("div", { class: "turn mine" }, el("div", { class: "card" }, hidden(texts.you), text));
}

/**
 * One Message of the assistant. `context` has phones, practice, outOfHours, tablet, onchoice and,
 * when they differ from the own ones, texts.
 */
export function theirs(message, context) {
  const texts = context.texts ?? TEXTS;
  const card = el("div", { class: "card" }, hidden(texts.it));
  const turn = el("div", { class: `turn ${message.kind}` }, card);
  const words = heading(message, texts);
  if (words) {
    turn.classList.add("alert", LEVEL_TONES[message.level]);
    card.append(el("h3", {}, words));
  }
  if (message.kind === "answer" && Object.hasOwn(VERDICT_TONES, message.verdict)) {
    card.append(badge(message.verdict, texts));
  }
  card.append(...blocks(message.text, context.phones));
  if (words && !context.tablet) card.append(...calls(message, context, texts));
  if (message.sources?.length) card.append(sources(message.sources, texts));
  if (message.choices?.length) {
    turn.append(choices(message.choices, context.onchoice, texts.choose));
  }
  return turn;
}

/** A row of buttons; `onchoice` gets the choice that was pressed and its button. */
export function choices(list, onchoice, label = TEXTS.choose) {
  const row = el("div", { class: "choices", role: "group", "aria-label": label });
  for (const choice of list) {
    const button = el("button", { class: "chip", type: "button" }, choice.title);
    button.addEventListener("click", () => onchoice(choice, button));
    row.append(button);
  }
  return row;
}

/** The words above an escalation or an outcome, or "" for a message without them. */
export function heading(message, texts = TEXTS) {
  if (!HEADED.has(message.kind) || !Object.hasOwn(LEVEL_TONES, message.level)) return "";
  const alone = message.red_flags?.includes("suicidaal");
  return alone ? texts.suicidal : texts.levels[message.level];
}

function badge(verdict, texts) {
  const tone = VERDICT_TONES[verdict];
  return el("p", { class: `badge ${tone}` }, hidden(texts.verdict), texts.verdicts[verdict]);
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

function calls(message, { practice, outOfHours }, texts) {
  const wanted = [];
  if (message.red_flags?.includes("suicidaal")) wanted.push([texts.call, "113"]);
  if (message.level === "bel_112") wanted.push([texts.call, "112"]);
  else if (message.level !== "geen") {
    if (practice) wanted.push([texts.callPractice, practice]);
    if (outOfHours && message.level === "spoed") wanted.push([texts.callOutOfHours, outOfHours]);
  }
  if (!wanted.length) return [];
  const links = wanted.map(([words, number]) => phone(unbroken(fill(words, { number })), number));
  return [el("div", { class: "calls" }, ...links)];
}

function sources(list, texts) {
  const items = list.map((s) => el("li", {}, [s.title, s.section].filter(Boolean).join(", ")));
  return el("details", {}, el("summary", {}, texts.sources), el("ul", {}, ...items));
}

function phone(words, number) {
  return el("a", { href: `tel:${number.replace(/[^\d+]/g, "")}` }, words);
}

function hidden(words) {
  return el("span", { class: "who" }, words);
}
