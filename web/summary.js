// The conversation on paper: from entries of the history to headed lines, as text or as elements.

import { heading } from "./view.js";

/** Advice, answers and questions in brief: `{title, sections: [{heading, lines}], note}`. */
export function summary(entries, texts) {
  const advice = [];
  const answered = [];
  const asked = [];
  let question = null;
  entries.forEach((entry, index) => {
    if (entry.mine !== undefined) {
      if (question) answered.push(`${question}\n${entry.mine}`);
      else asked.push(...reply(entry.mine, entries[index + 1], texts));
      question = null;
      return;
    }
    const words = heading(entry, texts);
    const line = `${words}\n${entry.text}`;
    // Every advice stays, also one that was followed by a milder one: the reader has to see both.
    if (words && !advice.includes(line)) advice.push(line);
    question = entry.kind === "question" ? entry.text : null;
  });
  const sections = [
    { heading: texts.advice, lines: advice },
    { heading: texts.answered, lines: answered },
    { heading: texts.asked, lines: asked },
  ].filter(({ lines }) => lines.length);
  return paper(texts.summaryTitle, sections, texts);
}

/** Everything that was said, in order, in the same form. */
export function conversation(entries, texts) {
  const sections = entries.map((entry) => {
    if (entry.mine !== undefined) return { heading: texts.you.trim(), lines: [entry.mine] };
    const sources = (entry.sources ?? []).map((s) => [s.title, s.section].filter(Boolean).join(", "));
    const lines = [heading(entry, texts), verdict(entry, texts), entry.text];
    if (sources.length) lines.push(`${texts.sources}: ${sources.join("; ")}`);
    return { heading: texts.it.trim(), lines: lines.filter(Boolean) };
  });
  return paper(texts.conversationTitle, sections, texts);
}

/** A paper as plain text. */
export function asText({ title, made, sections, note }) {
  const parts = sections.map((s) => `${s.heading}\n${s.lines.join("\n\n")}`);
  return [title, made, ...parts, note].join("\n\n");
}

function paper(title, sections, texts) {
  const made = new Intl.DateTimeFormat("nl-NL", { dateStyle: "long", timeStyle: "short" });
  const found = sections.length ? sections : [{ heading: texts.asked, lines: [texts.nothing] }];
  return { title, made: made.format(new Date()), sections: found, note: texts.paperNote };
}

function reply(mine, next, texts) {
  if (next?.kind !== "answer") return [];
  const words = verdict(next, texts);
  return [words ? `${mine}\n${words}` : mine];
}

function verdict(message, texts) {
  const words = message.kind === "answer" && texts.verdicts[message.verdict];
  return words ? texts.verdict + words.toLowerCase() : "";
}
