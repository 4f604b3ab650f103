// 100,000 predictions of about 200 characters, made one by one from a seed: time on one thread and memory of scoring them and of the
// failure detectors, per kind of task, and of all that `lockstep score` does with a file of them, read row by row; before that, edit
// distances beside the library alone. Each figure comes from a process of its own, as users have it: what an engine has seen of other
// tasks and of rows made in memory slows down what follows by up to a half.
// node --expose-gc tools/bench/score.mjs [--rows 100000]
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const option = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
};
const ROWS = Number(option('rows') ?? 100_000);
const { scorePredictions, scoreRun, editDistance, distance, classifyFailure, failureContext } = await bundled([
  'scoring/score-predictions',
  'score-run',
  'lib/edit-distance',
  'scoring/failures/classify-failure',
  'scoring/failures/failure-context',
]);

const WORDS =
  'the patient takes one tablet twice daily after meals ladder stands on a wet floor near worker without helmet and gloves'.split(
    ' ',
  );
const STRENGTHS = ['100 mg', '12.5 mg', '5 mg/mL', '500 mcg', '1 tab'];

/** Mulberry32: the same predictions on every machine. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function maker(seed) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const text = (length) => {
    let words = pick(WORDS);
    while (words.length < length) words += ` ${pick(WORDS)}`;
    return words;
  };
  /** Seven in ten are bare; the others are fenced, run on, or are cut. */
  const wrapped = (answer) => {
    const how = next();
    if (how < 0.7) return answer;
    if (how < 0.8) return `\`\`\`json\n${answer}\n\`\`\``;
    return how < 0.9 ? `${answer}\n${text(40)}` : answer.slice(0, answer.length / 2);
  };
  return { next, pick, text, wrapped };
}

const kinds = {
  classify: {
    task: { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', class_path: '[0].label' },
    row: ({ next, pick, text, wrapped }) => {
      const gold = pick(['safe', 'unsafe']);
      const answer = (label) => JSON.stringify([{ label, note: text(165) }]);
      const label = next() < 0.85 ? gold : pick(['safe', 'unsafe', 'Safe', 'maybe']);
      return { output: wrapped(answer(label)), gold, prediction: label, target: answer(gold) };
    },
  },
  extract: {
    task: { kind: 'extract', fields: ['patient_id', 'patient_name', 'drug_name', 'strength', 'note'] },
    row: ({ next, pick, text, wrapped }) => {
      const patient_id = String(10_000 + Math.floor(next() * 90_000));
      const gold = {
        patient_id,
        patient_name: text(14),
        drug_name: text(12),
        strength: pick(STRENGTHS),
        note: text(60),
      };
      const answer = { ...gold };
      if (next() < 0.15) answer.patient_id = `${patient_id.slice(0, 4)}8`;
      if (next() < 0.15) answer.strength = pick(STRENGTHS);
      if (next() < 0.15) answer.note = text(60);
      return { output: wrapped(JSON.stringify(answer)), gold, target: JSON.stringify(gold) };
    },
  },
  free: {
    task: { kind: 'free' },
    row: ({ next, text }) => {
      const gold = text(195);
      return { output: next() < 0.5 ? gold : gold.slice(0, 90) + text(105), gold, target: gold };
    },
  },
};

const measures = { distances, engine, command };
const measured = option('measure');
if (measured !== undefined) console.log(JSON.stringify(await measures[measured](option('kind'))));
else {
  console.table(inProcess('distances'));
  console.table(Object.keys(kinds).map((kind) => inProcess('engine', kind)));
  console.table(Object.keys(kinds).map((kind) => inProcess('command', kind)));
}

function inProcess(measure, kind = 'none') {
  const script = [fileURLToPath(import.meta.url), '--rows', String(ROWS), '--measure', measure, '--kind', kind];
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', ...script], { encoding: 'utf8' }));
}

function engine(kind) {
  const { task, row } = kinds[kind];
  function* rows() {
    const make = maker(7);
    for (let id = 0; id < ROWS; id++) {
      yield { id: String(id), split: id % 4 === 0 ? 'eval' : 'train', finish_reason: 'stop', ...row(make) };
    }
  }
  let characters = 0;
  const making = timed(() => {
    for (const { output } of rows()) characters += output.length;
  });
  const scoring = timed(() => scorePredictions({ predictions: rows(), task }));
  const detecting = timed(() => detect(rows, task));
  return {
    task: kind,
    rows: ROWS,
    'mean characters': Math.round(characters / ROWS),
    'score s': seconds(scoring.cpu - making.cpu),
    'detect s': seconds(detecting.cpu - making.cpu),
    'together s': seconds(scoring.cpu + detecting.cpu - 2 * making.cpu),
    'heap kept MB': scoring.kept + detecting.kept,
  };
}

async function command(kind) {
  const { task, row } = kinds[kind];
  const started = process.cpuUsage();
  const watch = watchMemory();
  const report = await scoreRun({ files: streamed(row), file: 'predictions.jsonl' }, { task, samples: false });
  const { user, system } = process.cpuUsage(started);
  if (!report.ok || report.value.rows.scored !== ROWS) throw new Error('not scored');
  return {
    task: kind,
    rows: ROWS,
    'make, read and score s': seconds((user + system) / 1e6),
    'heap at most MB': watch(),
  };
}

/** A file that never exists as a whole: 500 rows are made when they are asked for. */
function streamed(row) {
  const stream = () => ({
    problem: undefined,
    async *[Symbol.asyncIterator]() {
      const make = maker(7);
      for (let id = 0; id < ROWS; ) {
        let text = '';
        for (const end = Math.min(ROWS, id + 500); id < end; id++)
          text += `${JSON.stringify({ id: String(id), finish_reason: 'stop', ...row(make) })}\n`;
        yield new TextEncoder().encode(text);
      }
    },
  });
  const nothing = { ok: false, problem: { reason: 'not there' } };
  return {
    root: 'bench',
    list: async () => ({
      entries: [{ path: 'predictions.jsonl', size: ROWS * 300, kind: 'file' }],
      ...{ cut: false, problems: [] },
    }),
    ...{ stream, slice: async () => nothing, text: async () => nothing },
  };
}

/** The largest heap that was seen, garbage that was not yet collected included. */
function watchMemory() {
  let most = 0;
  const look = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    most = Math.max(most, heapUsed + arrayBuffers);
  };
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    look();
    return Math.round(most / 1e6);
  };
}

/** Memory is flat when what is kept after a run does not grow with its rows. */
function timed(run) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const started = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(started);
  globalThis.gc?.();
  const kept = Math.round((process.memoryUsage().heapUsed - before) / 1e6);
  return { cpu: (user + system) / 1e6, kept, result };
}

function detect(rows, task) {
  const answers = Array.from({ length: 500 }, () => undefined);
  let index = 0;
  for (const { target } of rows()) {
    if (index === answers.length) break;
    answers[index++] = { text: target };
  }
  const read = task.kind === 'classify' ? { ...task, classPath: task.class_path } : task;
  const context = failureContext({ task: read, prompts: [], answers: answers.filter(Boolean) });
  let failures = 0;
  for (const { id, output, finish_reason: finishReason, gold, target } of rows()) {
    if (classifyFailure({ id, output, finishReason, gold, target }, context).codes.length > 0) failures++;
  }
  return failures;
}

function distances() {
  const { text } = maker(11);
  return [20, 200].map((length) => {
    // Through bytes: pieces of strings are slower to read than whole ones.
    const texts = Array.from({ length: 2_001 }, () => Buffer.from(text(length).slice(0, length)).toString());
    const pairs = (measure) => {
      const rounds = length < 100 ? 100 : 10;
      let sum = 0;
      const { cpu } = timed(() => {
        for (let round = 0; round < rounds; round++)
          for (let index = 1; index < texts.length; index++) sum += measure(texts[index - 1], texts[index]);
      });
      if (!(sum > 0)) throw new Error('no distance');
      return Math.round((rounds * (texts.length - 1)) / cpu / 1e3);
    };
    const rates = Array.from({ length: 5 }, () => [pairs(distance), pairs(editDistance)]);
    const best = (which) => Math.max(...rates.map((rate) => rate[which]));
    return { characters: length, 'library 1000/s': best(0), 'ours 1000/s': best(1) };
  });
}

function seconds(value) {
  return Number(value.toFixed(1));
}

/** From the sources: the package exports only what users need. */
async function bundled(files) {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  const outfile = join(folder, 'score.mjs');
  const sources = files.map((file) => `export * from './src/${file}.ts';`);
  const contents = [...sources, "export { distance } from 'fastest-levenshtein';"].join('\n');
  await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20.19', outfile, logLevel: 'warning' },
    // `yaml` is written for require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const built = await import(pathToFileURL(outfile).href);
  await rm(folder, { recursive: true });
  return built;
}
