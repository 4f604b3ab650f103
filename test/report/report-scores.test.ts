import { describe, expect, test } from 'vitest';
import { deriveScores } from '../../src/evidence/derive/scores.ts';
import { absent, found } from '../../src/evidence/gathered.ts';
import type { Prediction } from '../../src/evidence/predictions.ts';
import type { InferenceRequest } from '../../src/evidence/requests.ts';
import { fenced, label, safety } from '../support/answer-builders.ts';
import { gatheredValue } from '../support/gathered-value.ts';

const QUESTION = 'Is the worker on the ladder safe? Answer with one JSON object that holds a label.';

function answers(outputs: readonly string[]): readonly Prediction[] {
  return outputs.map((output, index) => ({
    id: `row-${index}`,
    line: index + 1,
    output,
    outputCut: false,
    gold: 'safe',
    target: label('safe'),
  }));
}

function scoresOf(rows: readonly Prediction[], requests: readonly InferenceRequest[] = []) {
  const predictions = found({ path: 'predictions.jsonl', rows, total: rows.length, damage: [] }, 'predictions.jsonl');
  const sent = { path: 'requests.jsonl', rows: requests, total: requests.length, damage: [] };
  return gatheredValue(
    deriveScores({
      predictions,
      task: found(safety, 'lockstep.yaml'),
      requests: requests.length === 0 ? absent('requests.jsonl') : found(sent, 'requests.jsonl'),
      tokenizer: absent('tokenizer.json'),
    }),
  );
}

const codesOf = (scores: ReturnType<typeof scoresOf>) => scores.failures.rows.map(({ code, any }) => [code, any.count]);

describe('what is wrong with the answers of a run', () => {
  test('right answers have no failure, wrapped and wrong ones have theirs', () => {
    expect(codesOf(scoresOf(answers(Array.from({ length: 12 }, () => label('safe')))))).toEqual([]);
    const mixed = [...Array.from({ length: 10 }, () => label('safe')), fenced(label('safe')), label('unsafe')];
    const scores = scoresOf(answers(mixed));
    expect(codesOf(scores)).toEqual([
      ['fenced', 1],
      ['class-wrong', 1],
    ]);
    expect(scores.failures.clean).toMatchObject({ count: 10, of: 12 });
    expect(scores.failures.rows[0]?.ids).toEqual(['row-10']);
  });

  test('an output that begins with its prompt is seen where the prompt is recorded, and only there', () => {
    const rows = answers(Array.from({ length: 12 }, (_, index) => `${QUESTION} ${index}\n${label('safe')}`));
    const requests = rows.map(({ id, line }, index) => ({ id, line, prompt: `${QUESTION} ${index}` }));
    expect(codesOf(scoresOf(rows, requests))).toEqual([['prompt-included', 12]]);
    expect(scoresOf(rows).failures.rows.map(({ code }) => code)).not.toContain('prompt-included');
  });

  test('a request that failed is not answered', () => {
    const rows = answers([label('safe'), '']).map((row, index) => (index === 1 ? { ...row, answered: false } : row));
    expect(scoresOf(rows).card.overall.funnel[0]).toMatchObject({
      stage: 'answered',
      lost: { count: 1, ids: ['row-1'] },
    });
  });
});
