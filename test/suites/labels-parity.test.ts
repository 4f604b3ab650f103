import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/formats/row-value.ts';
import { predictLabels } from '../../src/labels/predict-labels.ts';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import type { Tokenizer } from '../../src/tokenizer/tokenizer.ts';

const SHARED = new URL('../../../shared/parity/', import.meta.url);
const isThere = existsSync(new URL('labels.jsonl', SHARED));
if (!isThere) process.stderr.write('test/suites/labels-parity: ../shared/parity is not here, so nothing is compared\n');

interface TrlRow {
  readonly input_ids: readonly number[];
  readonly labels: readonly number[];
  readonly seq_lengths?: readonly number[];
}

interface Case {
  readonly id: string;
  readonly group: string;
  readonly tokenizer: string;
  readonly template: string | null;
  readonly config: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
  readonly expect: {
    readonly rows?: readonly TrlRow[];
    readonly kept?: number;
    readonly completion_only_loss?: boolean;
    readonly batch?: Readonly<Record<string, readonly (readonly number[])[]>>;
    readonly error?: string;
    readonly warnings: readonly string[];
  };
}

/** The words TRL's log lines begin with, by the kind Lockstep gives them. */
const LOGGED: Readonly<Record<string, string>> = {
  'prompt-mismatch': 'Mismatch between tokenized prompt',
  'stop-token-not-trained': 'The chat template does not include',
  'packing-without-flash-attention': 'You are using packing, but',
  'padding-free-without-flash-attention': 'Padding-free training is enabled, but',
};

interface Opened {
  readonly tokenizer: Tokenizer;
  readonly specialTokens: Readonly<Record<string, string>>;
}

const opened = new Map<string, Opened>();
function open(name: string): Opened {
  const known = opened.get(name);
  if (known) return known;
  const folder = new URL(`tokenizers/${name}/`, SHARED);
  const tokenizerConfig = JSON.parse(readFileSync(new URL('tokenizer_config.json', folder), 'utf8'));
  const tokenizer = loadTokenizer({
    tokenizerJson: readFileSync(new URL('tokenizer.json', folder), 'utf8'),
    tokenizerConfig,
  });
  const named = Object.entries(tokenizerConfig).filter(
    (entry): entry is [string, string] => entry[0].endsWith('_token') && typeof entry[1] === 'string',
  );
  const value = { tokenizer, specialTokens: Object.fromEntries(named) };
  opened.set(name, value);
  return value;
}

function templateOf(name: string | null): string | null {
  return name && readFileSync(new URL(`templates/${name}`, SHARED), 'utf8').replace(/\r\n?/g, '\n');
}

async function predicted(given: Case): Promise<Case['expect']> {
  const outcome = await predictLabels({
    ...open(given.tokenizer),
    rows: given.rows,
    chatTemplate: templateOf(given.template),
    config: given.config,
    trainer: { name: 'trl', version: '1.13.0', transformers: '5.18.0' },
  });
  const warnings = outcome.warnings.map(({ kind }) => kind).sort();
  if ('error' in outcome) return { error: outcome.error.type, warnings };
  expect(outcome.basis).toBe('exact');
  const { batch } = outcome;
  return {
    rows: outcome.rows.map((row) => ({
      input_ids: row.inputIds,
      labels: row.labels,
      ...(row.seqLengths ? { seq_lengths: row.seqLengths } : {}),
    })),
    kept: outcome.rows.length,
    ...(batch
      ? {
          batch: {
            input_ids: batch.inputIds,
            labels: batch.labels,
            ...(batch.positionIds ? { position_ids: batch.positionIds } : {}),
          },
        }
      : {}),
    completion_only_loss: outcome.completionOnlyLoss,
    warnings,
  };
}

function expected({ expect: { warnings, ...rest } }: Case): Case['expect'] {
  const kinds = warnings.map((line) => Object.keys(LOGGED).find((kind) => line.includes(LOGGED[kind] ?? line)) ?? line);
  const { error } = rest;
  return { ...(error === undefined ? rest : { error }), warnings: kinds.sort() };
}

describe.skipIf(!isThere)('labels that TRL made', () => {
  const lines = isThere ? readFileSync(new URL('labels.jsonl', SHARED), 'utf8').trimEnd().split('\n') : [];
  const cases = lines.map((line): Case => JSON.parse(line));
  const groups = [...new Set(cases.map(({ group }) => group))];

  it('are many', () => expect(cases.length).toBeGreaterThan(500));

  it.each(groups)('%s: ids, labels, kept rows, batches, errors and warnings are the same', async (group) => {
    for (const one of cases.filter((given) => given.group === group)) {
      expect({ id: one.id, ...(await predicted(one)) }).toEqual({ id: one.id, ...expected(one) });
    }
  });
});
