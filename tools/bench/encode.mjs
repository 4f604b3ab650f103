// Speed of encoding and loading beside the native `tokenizers` package and @huggingface/tokenizers, all in one run on the
// same texts. node tools/bench/encode.mjs [--megabytes 4]
import { existsSync, readFileSync } from 'node:fs';
import { Tokenizer as Library } from '@huggingface/tokenizers';
import { Tokenizer as Native } from 'tokenizers';
import { bundled } from './bundle.mjs';
import { chatTexts, largeTokenizer } from './chat-texts.mjs';

const { address } = await bundled({ 'tokenizer/load-tokenizer.ts': ['loadTokenizer'] });
const { loadTokenizer } = await import(address);
const at = process.argv.indexOf('--megabytes');
const texts = chatTexts(at === -1 ? 4 : Number(process.argv[at + 1]));
const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;

/** Encodes every text once, one at a time; the first twentieth is left out of the time. */
async function speed(encode) {
  const warm = Math.ceil(texts.length / 20);
  for (const text of texts.slice(0, warm)) await encode(text);
  const rest = texts.slice(warm);
  const bytes = rest.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const started = performance.now();
  for (const text of rest) await encode(text);
  return bytes / 1e3 / (performance.now() - started);
}

function plainSpeed(encode) {
  const warm = Math.ceil(texts.length / 20);
  for (const text of texts.slice(0, warm)) encode(text);
  const rest = texts.slice(warm);
  const bytes = rest.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const started = performance.now();
  for (const text of rest) encode(text);
  return bytes / 1e3 / (performance.now() - started);
}

const best = (times, run) =>
  Math.min(
    ...Array.from({ length: times }, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    }),
  );

const shared = new URL('../../../shared/parity/', import.meta.url);
const large = JSON.stringify(largeTokenizer(150_000));
const files = { 'made 150,000 (cl100k-style)': large };
for (const name of [
  'tokenizers/chatml-bytebpe',
  'tokenizers/llama3-bytebpe',
  'tokenizers/llama2-spbpe',
  'tokenizers/gemma-spbpe',
  'tokenizers/unigram-eos',
  'real-tokenizers/phi-2',
  'real-tokenizers/roberta-base',
  'real-tokenizers/t5-small',
]) {
  const file = new URL(`${name}/tokenizer.json`, shared);
  if (existsSync(file)) files[name.replace(/^.*\//, '')] = readFileSync(file, 'utf8');
}

console.log(
  `${texts.length} texts, ${megabytes.toFixed(1)} MB; MB/s on one thread, one text at a time (with: offsets read as well; ids: once more, ids only)`,
);
console.log('tokenizer                       ours   with    ids   native   library   ours/native   ours/library');
for (const [name, json] of Object.entries(files)) {
  const parsed = JSON.parse(json);
  const ours = loadTokenizer({ tokenizerJson: parsed });
  const own = plainSpeed((text) => ours.encode(text));
  const withOffsets = plainSpeed((text) => ours.encode(text).offsets.length);
  const warmIds = plainSpeed((text) => ours.encodeIds(text));
  const native = Native.fromString(json);
  const nativeSpeed = await speed(async (text) => (await native.encode(text)).getIds());
  let librarySpeed = Number.NaN;
  try {
    const library = new Library(parsed, {});
    librarySpeed = plainSpeed((text) => library.encode(text));
  } catch {}
  const cells = [
    own.toFixed(1).padStart(8),
    withOffsets.toFixed(1).padStart(7),
    warmIds.toFixed(1).padStart(7),
    nativeSpeed.toFixed(2).padStart(9),
    librarySpeed.toFixed(2).padStart(10),
    `${(own / nativeSpeed).toFixed(1)} x`.padStart(14),
    `${(own / librarySpeed).toFixed(1)} x`.padStart(15),
  ];
  console.log(name.padEnd(28) + cells.join(''));
}

const parse = best(9, () => JSON.parse(large));
const load = best(9, () => loadTokenizer({ tokenizerJson: large }));
const first = best(3, () => loadTokenizer({ tokenizerJson: large }).encode('Hello there')) - load;
console.log(
  `\nloading the made tokenizer (${(large.length / 1e6).toFixed(1)} MB): JSON.parse ${parse.toFixed(0)} ms, loadTokenizer from text ${load.toFixed(0)} ms (${(load / parse).toFixed(2)} x), first encode afterwards ${first.toFixed(0)} ms`,
);

const letters = 'abcdefghijklmnopqrstuvwxyz';
const long = (size) =>
  Array.from({ length: size / 10 }, (_, i) =>
    Array.from({ length: 10 }, (_, j) => letters[(i * 7 + j * i + (i >> 3)) % 26]).join(''),
  ).join('');
for (const [name, json] of Object.entries(files)) {
  const tokenizer = loadTokenizer({ tokenizerJson: json });
  tokenizer.encode('warm');
  const times = [1e6, 1e7].map((size) => {
    const text = long(size);
    const started = performance.now();
    tokenizer.encode(text);
    return ((performance.now() - started) / 1000).toFixed(2);
  });
  console.log(`without whitespace, ${name.padEnd(28)} 1 MB ${times[0]} s, 10 MB ${times[1]} s`);
}
