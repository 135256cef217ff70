// What this patient told on this tablet, for the summary. It lives in memory only.

const ANSWERS = { Ja: "ja", Nee: "nee", "Weet ik niet": "weet_niet" };
const UNITS = { dag: 1, dagen: 1, week: 7, weken: 7, maand: 30, maanden: 30, jaar: 365 };

export class Visit {
  constructor() {
    this.areas = [];
    this.feels = [];
    this.words = "";
    this.extra = [];
    this.questions = [];
    this.answers = new Map();
  }

  /** Note the answer to a question of the questionnaire. */
  answered(question, said) {
    const { asks, red_flags: flags = [] } = question;
    const number = Number(said);
    if (asks === "age" && Number.isInteger(number)) this.age = number;
    else if (asks === "pain_score" && Number.isInteger(number)) this.pain = number;
    else if (asks === "duration_days" && isDuration(said)) this.duration = said;
    else if (ANSWERS[said] && flags.length) this.answers.set(flags.join(), { flags, answer: ANSWERS[said] });
  }

  /** Note what the patient told in own words beside an answer. */
  told(text) {
    if (!this.extra.includes(text)) this.extra.push(text);
  }

  /** Note an advice; signals that no question asked about came from the patient's own words. */
  advised({ level, red_flags: flags = [] }) {
    this.level = level;
    const asked = new Set([...this.answers.values()].flatMap((item) => item.flags));
    const named = flags.filter((flag) => !asked.has(flag));
    for (const flag of named) this.answers.set(flag, { flags: [flag], answer: "genoemd" });
  }

  /** Note a question that the patient put or wants to put. */
  asked(text) {
    const short = [...text.trim()].slice(0, 200).join("");
    if (short && !this.questions.includes(short) && this.questions.length < 20) this.questions.push(short);
  }

  /** Whether there is anything to summarise. */
  get empty() {
    return Object.keys(this.toJSON()).length === 0;
  }

  /** The body of POST /api/v1/summary. */
  toJSON() {
    const complaint = [...this.feels, this.words.trim(), ...this.extra].filter(Boolean).join(". ");
    const body = {
      complaint: [...complaint].slice(0, 300).join(""),
      areas: this.areas,
      duration: this.duration,
      age: this.age,
      pain: this.pain,
      level: this.level,
      signals: [...this.answers.values()].slice(0, 20),
      questions: this.questions,
    };
    return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value.length !== 0));
  }
}

function isDuration(said) {
  const [, unit] = said.split(" ");
  return unit in UNITS;
}
