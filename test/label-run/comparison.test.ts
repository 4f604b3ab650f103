import { describe, expect, test } from 'vitest';
import { encode } from '../support/byte-tokenizer.ts';
import { answerOnly, buildRun, type Example, renderChatml } from '../support/run-builder.ts';
import { chat, labelsOf } from './label-story.ts';

const comparisonOf = async (story: Parameters<typeof labelsOf>[0]) => {
  const { comparison, missing } = await labelsOf(story);
  if (comparison === undefined) throw new Error(`not compared: ${missing.map(({ needs }) => needs).join()}`);
  return comparison;
};

describe('a capture beside the prediction for the same rows', () => {
  test('a healthy run agrees in every row', async () => {
    const report = await labelsOf({});
    expect(report.comparison).toEqual({ compared: 24, same: 24, unmatched: 0, clusters: [] });
    expect(report.sides.map(({ source, state, verdict }) => [source, state, verdict])).toEqual([
      ['capture', 'holds', 'answer-only'],
      ['prediction', 'holds', 'answer-only'],
    ]);
    expect(report.trainer).toEqual({ trl: '1.13.0', transformers: '5.18.0' });
  });

  test('blank lines and a byte order mark do not shift the rows', async () => {
    const { contents } = buildRun();
    const lines = String(contents['train.jsonl']).split('\n');
    const spaced = `\uFEFF\n${lines.join('\r\n\n  \n')}`;
    const report = await labelsOf({ files: { 'train.jsonl': spaced } });
    expect(report.comparison).toMatchObject({ compared: 24, same: 24 });
    expect(report.sides[1]?.rows).toMatchObject({ total: 24, failed: 0 });
  });

  test('a collator that puts loss on everything is explained by completion_only_loss=False', async () => {
    const report = await labelsOf({ labels: (ids) => ids });
    expect(report.comparison).toMatchObject({ compared: 24, same: 0, explained: 'completion_only_loss=False' });
    expect(report.comparison?.clusters).toEqual([
      expect.objectContaining({
        kind: 'labels',
        rows: 24,
        firstRow: 0,
        at: 1,
        text: expect.stringContaining('bear loss in the capture'),
      }),
    ]);
    expect(report.sides[0]).toMatchObject({ source: 'capture', state: 'broken', verdict: 'prompt-too' });
  });

  test('a collator of its own that nothing explains', async () => {
    const comparison = await comparisonOf({
      labels: (ids, row) => answerOnly(ids, row).map((label, at) => (at === ids.length - 3 ? -100 : label)),
    });
    expect(comparison).toMatchObject({ same: 0, clusters: [{ kind: 'labels', rows: 24 }] });
    expect(comparison.explained).toBeUndefined();
  });

  test('captured with a lower max_length than the settings say', async () => {
    const shortest = Math.min(...lengths());
    const cutAt = shortest - 4;
    const comparison = await comparisonOf({ capture: { args: { max_length: 512 } }, files: capturedWith(cutAt) });
    expect(comparison).toMatchObject({ same: 0, explained: `max_length=${cutAt}` });
    expect(comparison.clusters).toEqual([
      expect.objectContaining({ kind: 'length', text: expect.stringContaining('ends earlier') }),
    ]);
  });

  test('captured without the limit that the settings say', async () => {
    const longest = Math.max(...lengths());
    const comparison = await comparisonOf({ settings: { max_length: longest - 20 } });
    expect(comparison.explained).toBe(`max_length=None, or one of at least ${longest}`);
  });

  test.each([
    ['0.27.0', '5.18.0'],
    ['0.23.1', '4.56.0'],
    ['0.16.0', '4.56.0'],
  ])('captured with TRL 1.13.0, and said to be TRL %s with transformers %s', async (trl, transformers) => {
    const comparison = await comparisonOf({ options: { versions: { trl, transformers } } });
    expect(comparison).toMatchObject({ compared: 24, same: 0, explained: 'TRL 1.13.0' });
  });

  test('captured rows of another data set are said to be none of these', async () => {
    const comparison = await comparisonOf({
      rows: Array.from({ length: 8 }, (_, at) => ({
        prompt: `Quite another text, number ${at}.`,
        completion: ` No ${at}.`,
      })),
    });
    expect(comparison).toMatchObject({ compared: 0, same: 0, unmatched: 24 });
  });

  test('rows whose answers the template drops get their regions from the prediction', async () => {
    const rows = Array.from({ length: 24 }, (_, at) => chat(`Question ${at}?`, `Answer ${at}.`, ['human', 'gpt']));
    const text = '<|im_start|>system\nYou help.<|im_end|>\n';
    const template =
      "{{ '<|im_start|>system\\nYou help.<|im_end|>\\n' }}{% for m in messages %}{% if m.role in ['user', 'assistant'] %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
    const ids = encode(text);
    const captured = rows
      .map((_, row) => `${JSON.stringify({ step: 0, row, input_ids: ids, labels: ids })}\n`)
      .join('');
    const report = await labelsOf({
      rows,
      files: {
        'capture/batches.jsonl': captured,
        'run/chat_template.jinja': template,
        'base/chat_template.jinja': template,
        'inference/requests.jsonl': null,
      },
    });
    expect(report.comparison).toMatchObject({ compared: 24, same: 24 });
    expect(report.sides[0]).toMatchObject({ source: 'capture', state: 'broken', verdict: 'empty-or-nearly' });
  });
});

function trainedIds(example: Example): number[] {
  const { prompt, answer, end } = renderChatml(example);
  return encode(prompt + answer + end);
}

function trainedExamples(): readonly Example[] {
  return buildRun().examples.filter(({ split }) => split === 'train');
}

function lengths(): number[] {
  return trainedExamples().map((example) => trainedIds(example).length);
}

/** The captured rows of the healthy run, cut. */
function capturedWith(limit: number) {
  const lines = trainedExamples().map((example, row) => {
    const ids = trainedIds(example);
    const labels = answerOnly(ids, renderChatml(example));
    return { step: 0, row, input_ids: ids.slice(0, limit), labels: labels.slice(0, limit) };
  });
  return { 'capture/batches.jsonl': lines.map((line) => `${JSON.stringify(line)}\n`).join('') };
}
