import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readLabelConfig } from '../../src/labels/label-config.ts';
import { predictVisionLabels } from '../../src/labels/vision/predict-vision-labels.ts';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import type { Tokenizer } from '../../src/tokenizer/tokenizer.ts';

// Written by TRL 1.13.0's vision collator with the processors of transformers 5.18.0 (README.md there).
const folder = fileURLToPath(new URL('../../../shared/parity/', import.meta.url));
const isThere = existsSync(`${folder}vision.jsonl`);

const ids = v.array(v.number());
const Case = v.object({
  id: v.string(),
  processor: v.string(),
  tokenizer: v.string(),
  template: v.string(),
  image_processor: v.record(v.string(), v.unknown()),
  row: v.record(v.string(), v.any()),
  image_sizes: v.array(v.tuple([v.number(), v.number()])),
  options: v.record(v.string(), v.unknown()),
  expect: v.union([v.object({ input_ids: ids, labels: ids }), v.object({ error: v.string() })]),
});
type Case = v.InferOutput<typeof Case>;

const tokenizers = new Map<string, { tokenizer: Tokenizer; specialTokens: Record<string, string> }>();

function tokenizerOf(name: string) {
  const known = tokenizers.get(name);
  if (known) return known;
  const read = (file: string) => readFileSync(`${folder}tokenizers/${name}/${file}`, 'utf8');
  const tokenizerConfig = read('tokenizer_config.json');
  const settings = Object.entries(v.parse(v.record(v.string(), v.unknown()), JSON.parse(tokenizerConfig)));
  const named = settings.filter(
    (entry): entry is [string, string] => entry[0].endsWith('_token') && typeof entry[1] === 'string',
  );
  const loaded = {
    tokenizer: loadTokenizer({ tokenizerJson: read('tokenizer.json'), tokenizerConfig }),
    specialTokens: Object.fromEntries(named),
  };
  tokenizers.set(name, loaded);
  return loaded;
}

async function predicted(one: Case) {
  const settings = readLabelConfig(one.options);
  if (!settings.ok) throw new Error(settings.problem.reason);
  const images = one.image_sizes.map(([width, height]) => ({ width, height }));
  const outcome = await predictVisionLabels({
    rows: [{ ...one.row, images }],
    ...tokenizerOf(one.tokenizer),
    chatTemplate: readFileSync(`${folder}templates/${one.template}`, 'utf8'),
    config: settings.value.config,
    arguments: one.options,
    trainer: { name: 'trl', version: '1.13.0', transformers: '5.18.0' },
    processor: { name: one.processor, ...one.image_processor },
  });
  if ('error' in outcome) return { error: outcome.error.type, message: outcome.error.message };
  expect(outcome.basis).toBe('exact');
  return { input_ids: outcome.rows[0]?.inputIds, labels: outcome.rows[0]?.labels };
}

describe.skipIf(!isThere)('rows with images, against TRL', () => {
  const lines = isThere ? readFileSync(`${folder}vision.jsonl`, 'utf8').trimEnd().split('\n') : [];
  const cases = lines.map((line) => v.parse(Case, JSON.parse(line)));

  it('are all there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(90);
  });

  it.each(cases.map((one) => [`${one.id} ${one.processor}`, one] as const))('%s', async (_, one) => {
    const got = await predicted(one);
    if ('error' in one.expect) expect(got).toMatchObject({ error: one.expect.error });
    else expect(got).toEqual(one.expect);
  });
});
