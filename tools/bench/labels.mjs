// node tools/bench/labels.mjs [--rows 20000] [--data FILE.jsonl]: rows per second that predictLabels prepares on one thread, from
// parsed rows to ids and labels. Chats of several turns are made from a seed, about 345 tokens a row; --data uses a file instead.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chatTexts, largeTokenizer } from './chat-texts.mjs';
import { createRandom } from './random-texts.mjs';

const TOKENS_PER_ROW = 345;
const TRAINER = { name: 'trl', version: '1.13.0', transformers: '5.18.0' };
// A template of the usual ChatML shape, for when the shared ones are not here.
const CHATML =
  "{%- for message in messages %}{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{%- endfor %}{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { rows: { type: 'string', default: '20000' }, data: { type: 'string' } } });

/** The engine from src, so that no build is needed. */
async function loadEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  const outfile = join(folder, 'labels.mjs');
  const source = (path) => JSON.stringify(resolve(root, 'src', path));
  const contents = `export { predictLabels } from ${source('labels/predict-labels.ts')};
export { loadTokenizer } from ${source('tokenizer/load-tokenizer.ts')};`;
  try {
    await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
      logLevel: 'error',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function madeRows(count, tokenizer) {
  const random = createRandom(4);
  const below = (limit) => Math.floor(random() * limit);
  const texts = chatTexts(8);
  const sample = texts.slice(0, 50);
  const perToken =
    sample.reduce((sum, text) => sum + text.length, 0) /
    sample.reduce((sum, text) => sum + tokenizer.encodeIds(text).length, 0);
  const piece = (tokens) => {
    const text = texts[below(texts.length)];
    const length = Math.max(1, Math.round(tokens * perToken * (0.5 + random())));
    const start = below(Math.max(1, text.length - length));
    return text.slice(start, start + length);
  };
  return Array.from({ length: count }, () => {
    const turns = 1 + below(4);
    const share = (TOKENS_PER_ROW - 12 * turns) / (turns * 2);
    const messages = random() < 0.3 ? [{ role: 'system', content: piece(20) }] : [];
    for (let turn = 0; turn < turns; turn++) {
      messages.push({ role: 'user', content: piece(share) }, { role: 'assistant', content: piece(share) });
    }
    return { messages };
  });
}

function asPairs(rows) {
  return rows.map(({ messages }) => ({ prompt: messages.slice(0, -1), completion: messages.slice(-1) }));
}

const { predictLabels, loadTokenizer } = await loadEngine();
const shared = join(root, '../shared/parity');
const isShared = existsSync(join(shared, 'templates'));
const tokenizers = [
  ['made 30,000 (cl100k-style)', loadTokenizer({ tokenizerJson: largeTokenizer(30_000) })],
  ...(isShared
    ? [
        [
          'chatml-bytebpe',
          loadTokenizer({
            tokenizerJson: readFileSync(join(shared, 'tokenizers/chatml-bytebpe/tokenizer.json'), 'utf8'),
          }),
        ],
      ]
    : []),
];
const template = isShared ? readFileSync(join(shared, 'templates/qwen2_5.jinja'), 'utf8') : CHATML;
const training = isShared ? readFileSync(join(shared, 'templates/qwen2_5_training.jinja'), 'utf8') : undefined;

console.log(`template ${isShared ? 'qwen2_5' : 'chatml'}, one thread, best of 3`);
console.log('tokenizer                     rows                      tokens/row    rows/s');
for (const [name, tokenizer] of tokenizers) {
  const eos = tokenizer.tokenId('<|im_end|>') === undefined ? tokenizer.tokenText(0) : '<|im_end|>';
  const rows = values.data
    ? readFileSync(values.data, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    : madeRows(Number(values.rows), tokenizer);
  const cases = [
    ['messages', rows, template, {}],
    ...(rows[0].messages ? [['prompt + completion', asPairs(rows), template, {}]] : []),
    ...(training && rows[0].messages
      ? [['messages, assistant only', rows, training, { assistant_only_loss: true }]]
      : []),
  ];
  for (const [shape, given, chatTemplate, config] of cases) {
    let best = 0;
    let tokens = 0;
    for (let run = 0; run < 3; run++) {
      const start = performance.now();
      const outcome = await predictLabels({
        rows: given,
        tokenizer,
        specialTokens: { eos_token: eos },
        chatTemplate,
        config,
        trainer: TRAINER,
      });
      const seconds = (performance.now() - start) / 1000;
      if (outcome.error) throw new Error(`${outcome.error.type}: ${outcome.error.message}`);
      best = Math.max(best, given.length / seconds);
      tokens = outcome.rows.reduce((sum, row) => sum + row.inputIds.length, 0) / outcome.rows.length;
    }
    console.log(
      `${name.padEnd(30)}${shape.padEnd(26)}${tokens.toFixed(0).padStart(10)}${Math.round(best).toLocaleString('en').padStart(10)}`,
    );
  }
}
