import { describe, expect, it } from 'vitest';
import type { LabelFacts, PredictedLabels } from '../../src/evidence/label-facts.ts';
import { encode } from '../support/byte-tokenizer.ts';
import { gatheredLabels, messagesRows, pairRows, questions, type Training } from '../support/label-evidence.ts';

function factsOf(training: Training): LabelFacts {
  const { facts } = gatheredLabels(training);
  if (facts.state !== 'found') throw new Error(`no label facts: ${JSON.stringify(facts)}`);
  return facts.value;
}

function labelsOf(training: Training): PredictedLabels {
  const { outcome } = factsOf(training);
  if (outcome.kind !== 'predicted') throw new Error(`not predicted: ${JSON.stringify(outcome)}`);
  return outcome.labels;
}

const captured = questions.map(({ user, answer }) => {
  const prompt = encode(`<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`);
  const rest = encode(`${answer}<|im_end|>\n`);
  return [
    [...prompt, ...rest],
    [...prompt.map(() => -100), ...rest],
  ] as const;
});

describe('what the trainer makes of the rows', () => {
  it('is known row by row', () => {
    const labels = labelsOf({ rows: pairRows });
    expect(labels).toMatchObject({
      shape: 'chat',
      maxLength: 1024,
      packing: 'none',
      agreement: { kind: 'no-capture' },
    });
    expect(labels.rows).toHaveLength(10);
    expect(labels.rows[0]).toMatchObject({
      facts: { row: 0, state: 'kept', verdict: 'answer-only', endOfTurn: 'supervised', answerMasked: 0 },
      length: captured[0]?.[0].length,
      isEnded: true,
      lacksAnswer: false,
    });
  });

  it('is confirmed by a capture of the same rows, in whatever order', () => {
    expect(labelsOf({ rows: pairRows, captured: [...captured].reverse() }).agreement).toEqual({
      kind: 'compared',
      path: 'capture/batches.jsonl',
      rows: 10,
      same: 10,
      unmatched: 0,
      differences: [],
    });
  });

  it('differs from a capture by another mask, and says where', () => {
    const { agreement } = labelsOf({ rows: messagesRows, captured });
    expect(agreement).toMatchObject({ kind: 'compared', rows: 10, same: 0 });
    expect(agreement.kind === 'compared' && agreement.differences).toEqual([
      { difference: { kind: 'labels', at: 1, region: 'template', captured: 'masked' }, rows: 10, line: 1 },
    ]);
  });

  it('covers an even spread of a large set, its first and last row included', () => {
    const rows = Array.from({ length: 5000 }, (_, at) => ({ text: `row ${at}` }));
    const numbers = labelsOf({ rows }).rows.map(({ facts }) => facts.row);
    expect(numbers).toHaveLength(250);
    expect([numbers[0], numbers.at(-1)]).toEqual([0, 4999]);
  });

  it('covers fewer of them when they are long documents, still from first to last', () => {
    const rows = Array.from({ length: 200 }, () => ({ text: 'word '.repeat(20_000) }));
    const numbers = labelsOf({ rows, settings: { max_length: null } }).rows.map(({ facts }) => facts.row);
    expect(numbers).toEqual([0, 50, 100, 149, 199]);
  });

  it('cuts at max_seq_length, as the setting was called before TRL 0.16', () => {
    expect(labelsOf({ rows: pairRows, settings: { max_seq_length: 77 }, trl: '0.15.2' }).maxLength).toBe(77);
  });

  it('goes on behind a row at which the trainer would stop', () => {
    const rows = [...pairRows, { prompt: 5, completion: null }];
    expect(labelsOf({ rows })).toMatchObject({ failed: 1, rows: { length: 10 } });
  });

  it('is an exception where the files lack something that the run had', () => {
    const { outcome } = factsOf({ rows: [{ instruction: 'Is it safe?', output: 'no' }] });
    expect(outcome).toMatchObject({ kind: 'stopped', problem: { type: 'KeyError' } });
    expect(factsOf({ rows: messagesRows, chatTemplate: null }).outcome.kind).toBe('stopped');
  });

  it.each([
    ['another trainer of TRL', 'trl.trainer.dpo_config.DPOConfig'],
    ["Unsloth's copy", 'UnslothSFTTrainer.UnslothSFTConfig'],
    ['transformers itself', 'transformers.training_args.TrainingArguments'],
    ['a class that only sounds alike', 'trl_extras.SFTConfig'],
  ])('is not said of %s', (_, configClass) => {
    expect(gatheredLabels({ rows: pairRows, configClass }).facts.state).toBe('absent');
  });
});
