// Compares the tokenizer engine with the native `tokenizers` package on random and adversarial texts.
// node tools/bench/fuzz-tokenizers.mjs [--count 100000] [--seed 1] [--only name]
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Tokenizer as Native } from 'tokenizers';
import { bundled } from './bundle.mjs';
import { madeTokenizers } from './made-tokenizers.mjs';
import { createTexts } from './random-texts.mjs';

const { address } = await bundled({ 'tokenizer/load-tokenizer.ts': ['loadTokenizer'] });
const { loadTokenizer } = await import(address);
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : process.argv[at + 1];
};
const count = Number(option('count', '100000'));
const only = option('only');
const shared = new URL('../../../shared/parity/', import.meta.url);
const files = { ...madeTokenizers() };
for (const folder of ['tokenizers', 'real-tokenizers']) {
  if (!existsSync(new URL(`${folder}/`, shared))) continue;
  for (const name of readdirSync(new URL(`${folder}/`, shared))) {
    files[name] = JSON.parse(readFileSync(new URL(`${folder}/${name}/tokenizer.json`, shared), 'utf8'));
  }
}

/** A text and its beginning, encoded in one go and apart. */
function continuedDifference(ours, text, ids) {
  const addSpecialTokens = text.length % 2 === 0;
  const end = (text.length * 31) % (text.length + 1);
  let prefix;
  try {
    prefix = ours.encodeIds(text.slice(0, end), { addSpecialTokens });
  } catch {
    return undefined;
  }
  const expected = { ids, prefixLength: prefix.length, isPrefix: prefix.every((id, at) => ids[at] === id) };
  const found = ours.encodeContinued(text, end, { addSpecialTokens });
  return JSON.stringify(found) === JSON.stringify(expected) ? undefined : { text, end, expected, continued: found };
}

/** Native offsets are code points; those of the engine are asked for in the same unit. */
async function difference(ours, native, text) {
  const special = text.length % 2 === 0;
  let expected;
  try {
    expected = await native.encode(text, null, { addSpecialTokens: special });
  } catch (error) {
    try {
      ours.encode(text, { addSpecialTokens: special });
    } catch {
      return undefined;
    }
    return { text, nativeError: String(error).slice(0, 200) };
  }
  const found = ours.encode(text, { addSpecialTokens: special, offsetUnit: 'codePoint' });
  const ids = expected.getIds();
  if (JSON.stringify(ids) !== JSON.stringify(found.ids))
    return { text, ids, found: found.ids, tokens: expected.getTokens() };
  const continued = continuedDifference(ours, text, ids);
  if (continued) return continued;
  const offsets = expected.getOffsets();
  if (JSON.stringify(offsets) !== JSON.stringify(found.offsets)) {
    return {
      text,
      offsets: JSON.stringify(offsets),
      found: JSON.stringify(found.offsets),
      tokens: expected.getTokens(),
    };
  }
  const decoded = await native.decode(ids, special);
  const own = ours.decode(ids, { skipSpecialTokens: special });
  return decoded === own ? undefined : { text, decoded, own, ids };
}

let total = 0;
let wrong = 0;
for (const [name, file] of Object.entries(files)) {
  if (only && !name.includes(only)) continue;
  let ours;
  let native;
  try {
    native = Native.fromString(JSON.stringify(file));
    ours = loadTokenizer({ tokenizerJson: file });
  } catch (error) {
    console.log(`${name.padEnd(28)} cannot be loaded: ${String(error).slice(0, 300)}`);
    wrong++;
    continue;
  }
  const texts = createTexts(Number(option('seed', '1')), [...file.added_tokens.map((token) => token.content)]);
  let differences = 0;
  const started = performance.now();
  for (let index = 0; index < count; index++) {
    const text = texts();
    let found;
    try {
      found = await difference(ours, native, text);
    } catch (error) {
      found = { text, thrown: error.stack.slice(0, 400) };
    }
    if (!found) continue;
    differences++;
    if (differences <= Number(option('show', '2'))) console.log(name, JSON.stringify(found).slice(0, 1500));
  }
  total += count;
  wrong += differences;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name.padEnd(28)} ${count} texts, ${differences} differences, ${seconds} s`);
}
console.log(`${total} texts, ${wrong} differences`);
process.exitCode = wrong === 0 ? 0 : 1;
