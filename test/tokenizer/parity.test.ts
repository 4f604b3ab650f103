import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import type { Tokenizer } from '../../src/tokenizer/tokenizer.ts';

const SHARED = new URL('../../../shared/parity/', import.meta.url);
const present = existsSync(new URL('tokens.jsonl', SHARED));
if (!present) process.stderr.write('test/tokenizer/parity: ../shared/parity is not here, so nothing is compared\n');

interface Case {
  readonly tokenizer: string;
  readonly text: string;
  readonly add_special_tokens: boolean;
  readonly ids: readonly number[];
  readonly offsets: readonly (readonly [number, number])[];
  readonly decoded: string;
}

function open(name: string): Tokenizer {
  const folder = new URL(`tokenizers/${name}/`, SHARED);
  return loadTokenizer({
    tokenizerJson: readFileSync(new URL('tokenizer.json', folder), 'utf8'),
    tokenizerConfig: readFileSync(new URL('tokenizer_config.json', folder), 'utf8'),
  });
}

describe.skipIf(!present)('tokens that transformers produced', () => {
  const lines = present ? readFileSync(new URL('tokens.jsonl', SHARED), 'utf8').trimEnd().split('\n') : [];
  const cases = lines.map((line): Case => JSON.parse(line));
  const names = [...new Set(cases.map((one) => one.tokenizer))];

  it('are many', () => expect(cases.length).toBeGreaterThan(1_000));

  it.each(names)('%s: ids, offsets in code points and decoded text are the same', (name) => {
    const tokenizer = open(name);
    for (const { text, add_special_tokens, ids, offsets, decoded } of cases.filter((one) => one.tokenizer === name)) {
      const encoding = tokenizer.encode(text, { addSpecialTokens: add_special_tokens, offsetUnit: 'codePoint' });
      expect({ text, ids: encoding.ids, offsets: encoding.offsets }).toEqual({ text, ids, offsets });
      expect(tokenizer.decode(ids, { skipSpecialTokens: add_special_tokens })).toBe(decoded);
    }
  });
});
