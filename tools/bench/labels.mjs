// node tools/bench/labels.mjs [--rows 20000] [--data FILE.jsonl] [--million 2] [--only messages]: rows per second from a JSON Lines file on
// disk to ids and labels, on one thread and on two. Chats of several turns are made from a seed, 345 tokens a row as the tokenizer counts
// them. --million: that many million rows in one stream, the memory they take and the rate of the first and last tenth.
import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { bundled } from './bundle.mjs';
import { chatTexts, largeTokenizer } from './chat-texts.mjs';
import { chunkLabels, ENGINE, fileChunks } from './labels-engine.mjs';
import { createRandom } from './random-texts.mjs';

const TOKENS_PER_ROW = 345;
const TRAINER = { name: 'trl', version: '1.13.0', transformers: '5.18.0' };
const RUNS = 3;
/** Chunks that each worker has waiting, so that none is idle; memory stays flat. */
const AHEAD = 2;
// A template of the usual ChatML shape, for when the shared ones are not here.
const CHATML =
  "{%- for message in messages %}{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{%- endfor %}{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    data: { type: 'string' },
    million: { type: 'string' },
    only: { type: 'string' },
    tokenizer: { type: 'string' },
    threads: { type: 'string', default: '2' },
  },
});
const threads = Number(values.threads);
const { address: bundle, folder } = await bundled(ENGINE);
const engine = await import(bundle);

const texts = chatTexts(8);

/** Makes one row after the other; `scale` is how many characters stand for a token. */
function rowMaker(scale, seed) {
  const random = createRandom(seed);
  const below = (limit) => Math.floor(random() * limit);
  const piece = (tokens) => {
    const text = texts[below(texts.length)];
    const length = Math.min(text.length, Math.max(1, Math.round(tokens * scale * (0.5 + random()))));
    const start = below(text.length - length + 1);
    return text.slice(start, start + length);
  };
  return () => {
    const turns = 1 + below(4);
    const share = (TOKENS_PER_ROW - 12 * turns) / (turns * 2);
    const messages = random() < 0.3 ? [{ role: 'system', content: piece(20) }] : [];
    for (let turn = 0; turn < turns; turn++) {
      messages.push({ role: 'user', content: piece(share) }, { role: 'assistant', content: piece(share) });
    }
    return { messages };
  };
}

/** Characters per token with which rows come out at the length that is wanted, by trying. */
function calibrated(tokenizer, given) {
  let scale = 3;
  for (let round = 0; round < 5; round++) {
    const next = rowMaker(scale, 7);
    const { rows } = engine.predictLabels({
      ...given,
      tokenizer,
      trainer: TRAINER,
      rows: Array.from({ length: 2000 }, next),
    });
    scale *= TOKENS_PER_ROW / (rows.reduce((sum, { inputIds }) => sum + inputIds.length, 0) / rows.length);
  }
  return scale;
}

const asPair = ({ messages }) => ({ prompt: messages.slice(0, -1), completion: messages.slice(-1) });

/** Runs chunks through one thread: this one. */
async function* here(work, chunks) {
  const label = chunkLabels(engine, work);
  for await (const chunk of chunks) yield await label(chunk);
}

async function startWorkers(work, count) {
  const { setup, head, tokenizerFile } = work;
  return Promise.all(
    Array.from({ length: count }, async () => {
      const worker = new Worker(new URL('labels-engine.mjs', import.meta.url), {
        workerData: { bundle, setup, head, tokenizerFile },
      });
      await new Promise((done, failed) => worker.once('message', done).once('error', failed));
      const waiting = [];
      worker.on('message', (result) => waiting.shift().done(result));
      worker.on('error', (error) => {
        for (const { failed } of waiting) failed(error);
      });
      const label = (chunk) =>
        new Promise((done, failed) => {
          waiting.push({ done, failed });
          worker.postMessage(chunk, chunk.kind === 'lines' ? [chunk.bytes.buffer] : []);
        });
      return { worker, waiting, label };
    }),
  );
}

/** Runs chunks through workers; results in order. */
async function* there(workers, chunks) {
  const running = [];
  for await (const chunk of chunks) {
    running.push(workers.reduce((best, one) => (one.waiting.length < best.waiting.length ? one : best)).label(chunk));
    if (running.length >= workers.length * AHEAD) yield await running.shift();
  }
  while (running.length > 0) yield await running.shift();
}

async function measure(results) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let rows = 0;
  let tokens = 0;
  let supervised = 0;
  for await (const result of results) {
    rows += result.rows;
    tokens += result.length;
    supervised += result.supervised;
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { rows, tokens, supervised, rate: rows / seconds, cpuRate: (rows * 1e6) / (user + system) };
}

const shared = join(root, '../shared/parity');
const isShared = existsSync(join(shared, 'templates'));
const template = isShared ? readFileSync(join(shared, 'templates/qwen2_5.jinja'), 'utf8') : CHATML;
const training = isShared ? readFileSync(join(shared, 'templates/qwen2_5_training.jinja'), 'utf8') : undefined;
const tokenizers = [['made 30,000 (cl100k-style)', JSON.stringify(largeTokenizer(30_000))]];
if (isShared)
  tokenizers.push(['chatml-bytebpe', readFileSync(join(shared, 'tokenizers/chatml-bytebpe/tokenizer.json'), 'utf8')]);
const cases = [
  ['messages', (row) => row, template, {}],
  ['prompt + completion', asPair, template, {}],
  ...(training ? [['messages, assistant only', (row) => row, training, { assistant_only_loss: true }]] : []),
];

function prepared(tokenizerJson) {
  const tokenizerFile = join(folder, 'tokenizer.json');
  writeFileSync(tokenizerFile, tokenizerJson);
  const tokenizer = engine.loadTokenizer({ tokenizerJson });
  const eos = tokenizer.tokenId('<|im_end|>') === undefined ? tokenizer.tokenText(0) : '<|im_end|>';
  return { tokenizer, tokenizerFile, specialTokens: { eos_token: eos } };
}

const workOf = ({ tokenizer, tokenizerFile, specialTokens }, { chatTemplate, config, firstRow }) => ({
  tokenizer,
  tokenizerFile,
  setup: { chatTemplate, specialTokens, settings: { max_length: 1024, ...config }, trainer: TRAINER },
  head: { firstRow, columns: Object.keys(firstRow) },
});

/** A file of rows, in pieces, so that no more than some of it is in memory. */
function writeRows(file, count, next) {
  const out = openSync(file, 'w');
  for (let at = 0; at < count; at += 1000) {
    const lines = Array.from({ length: Math.min(1000, count - at) }, () => `${JSON.stringify(next())}\n`);
    writeSync(out, lines.join(''));
  }
  closeSync(out);
}

const cell = (value, width) => Math.round(value).toLocaleString('en').padStart(width);

const loads = () =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

/** The best of several runs over a file, on this thread or on several. */
async function bestRun(work, file, count) {
  const workers = count > 1 ? await startWorkers(work, count) : [];
  let best;
  for (let run = 0; run < RUNS; run++) {
    const chunks = fileChunks(engine, file);
    const found = await measure(count > 1 ? there(workers, chunks) : here(work, chunks));
    const rate = Math.max(best?.rate ?? 0, found.rate);
    const cpuRate = Math.max(best?.cpuRate ?? 0, found.cpuRate);
    best = { ...found, rate, cpuRate };
  }
  await Promise.all(workers.map(({ worker }) => worker.terminate()));
  return best;
}

/** The file of a case, and what is needed to label it. */
function caseFile(given, scale, [, asShape, chatTemplate, config]) {
  const file = values.data ? resolve(values.data) : join(folder, 'rows.jsonl');
  const next = rowMaker(scale, 4);
  if (!values.data) writeRows(file, Number(values.rows), () => asShape(next()));
  const firstRow = JSON.parse(readFileSync(file, 'utf8').split('\n', 1)[0]);
  return { file, work: workOf(given, { chatTemplate, config, firstRow }) };
}

async function table() {
  console.log(
    `template ${isShared ? 'qwen2_5' : 'chatml'}; file to ids and labels, no regions; best of ${RUNS}; CPU: rows per second of processor time; load ${loads()}`,
  );
  console.log(
    `tokenizer                   rows                       tokens/row  1 thread       CPU  ${threads} threads       CPU   ratio`,
  );
  for (const [name, json] of tokenizers.filter(([name]) => name.includes(values.tokenizer ?? ''))) {
    const given = prepared(json);
    const scale = calibrated(given.tokenizer, { specialTokens: given.specialTokens, chatTemplate: template });
    for (const one of cases.filter(([shape]) => shape === (values.only ?? shape))) {
      const { file, work } = caseFile(given, scale, one);
      const alone = await bestRun(work, file, 1);
      const shared = await bestRun(work, file, threads);
      console.log(
        `${name.padEnd(28)}${one[0].padEnd(26)}${(alone.tokens / alone.rows).toFixed(1).padStart(11)}${cell(alone.rate, 10)}${cell(alone.cpuRate, 10)}${cell(shared.rate, 11)}${cell(shared.cpuRate, 10)}${(shared.rate / alone.rate).toFixed(2).padStart(8)}`,
      );
    }
  }
  console.log(`load ${loads()}`);
}

/** Chunks of rows as a file of that many would give them, made while they are read: 20,000 different rows over and over. */
async function* endlessChunks(count, file) {
  let given = 0;
  while (given < count) {
    for await (const chunk of fileChunks(engine, file)) {
      yield chunk;
      for (const byte of chunk.bytes) if (byte === 10) given++;
      if (given >= count) return;
    }
  }
}

async function stream(count) {
  const given = prepared(tokenizers[0][1]);
  const scale = calibrated(given.tokenizer, { specialTokens: given.specialTokens, chatTemplate: template });
  const file = join(folder, 'rows.jsonl');
  const next = rowMaker(scale, 4);
  writeRows(file, 20_000, next);
  const firstRow = JSON.parse(readFileSync(file, 'utf8').split('\n', 1)[0]);
  const label = here(workOf(given, { chatTemplate: template, config: {}, firstRow }), endlessChunks(count, file));
  const marks = [];
  let rows = 0;
  let peak = 0;
  let last = performance.now();
  let lastCpu = process.cpuUsage();
  let lastRows = 0;
  for await (const result of label) {
    rows += result.rows;
    peak = Math.max(peak, process.memoryUsage.rss());
    if (rows < ((marks.length + 1) * count) / 10) continue;
    const { user, system } = process.cpuUsage(lastCpu);
    const seconds = (performance.now() - last) / 1000;
    marks.push({ rate: (rows - lastRows) / seconds, cpu: ((rows - lastRows) * 1e6) / (user + system) });
    last = performance.now();
    lastCpu = process.cpuUsage();
    lastRows = rows;
  }
  console.log(`${rows.toLocaleString('en')} rows on one thread, peak ${Math.round(peak / 1e6)} MB resident`);
  for (const [at, { rate, cpu }] of marks.entries())
    console.log(`tenth ${String(at + 1).padStart(2)}: ${cell(rate, 8)} rows/s, ${cell(cpu, 8)} by processor time`);
}

if (values.million) await stream(Number(values.million) * 1e6);
else await table();
