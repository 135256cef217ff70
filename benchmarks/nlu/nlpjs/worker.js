// (d) nlp.js: trains or serves one job, like benchmarks/nlu/worker.py does for the Python engines.
// usage: node worker.js job.json result.json

'use strict';

const fs = require('fs');
const path = require('path');
const { containerBootstrap } = require('@nlpjs/core');
const { LangEn } = require('@nlpjs/lang-en');
const { LangNl } = require('@nlpjs/lang-nl');
const { Nlp } = require('@nlpjs/nlp');

const LANGUAGES = { nl: LangNl, en: LangEn };

const readLines = (file) =>
  fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

const secondsSince = (start) => Number(process.hrtime.bigint() - start) / 1e9;

async function makeNlp(language) {
  const container = await containerBootstrap();
  if (LANGUAGES[language]) container.use(LANGUAGES[language]);
  const quiet = { log: false };
  return new Nlp({ container, languages: [language], autoSave: false, nlu: quiet });
}

async function train(job) {
  const examples = readLines(job.examples);
  const start = process.hrtime.bigint();
  const nlp = await makeNlp(job.settings.language);
  for (const { text, label } of examples) nlp.addDocument(job.settings.language, text, label);
  await nlp.train();
  const folder = path.join(job.folder, 'model');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'model.nlp'), nlp.export());
  return { train_s: secondsSince(start) };
}

async function predict(nlp, language, text) {
  const start = process.hrtime.bigint();
  const found = await nlp.process(language, text);
  const ms = secondsSince(start) * 1000;
  const best = found.classifications.find((c) => c.intent !== 'None') || { intent: '', score: 0 };
  return {
    label: best.intent,
    chance: best.score,
    own: found.intent === 'None' ? null : found.intent,
    ms,
  };
}

async function serve(job) {
  const { language } = job.settings;
  const texts = readLines(job.texts).map((row) => row.text);
  const start = process.hrtime.bigint();
  const nlp = await makeNlp(language);
  nlp.import(fs.readFileSync(path.join(job.folder, 'model', 'model.nlp'), 'utf8'));
  const load = secondsSince(start);
  for (const row of readLines(job.warm_up)) await predict(nlp, language, row.text);
  const predictions = [];
  for (const text of texts) predictions.push(await predict(nlp, language, text));
  return { load_s: load, predictions };
}

async function main() {
  const [jobFile, resultFile] = process.argv.slice(2);
  const job = JSON.parse(fs.readFileSync(jobFile, 'utf8'));
  const result = job.step === 'train' ? await train(job) : await serve(job);
  fs.writeFileSync(resultFile, JSON.stringify(result));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
