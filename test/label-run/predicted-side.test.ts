import { describe, expect, test } from 'vitest';
import { chatTemplate } from '../support/run-builder.ts';
import { chat, inLoss, many, marked, noteKinds, pair, predictionOf } from './label-story.ts';

const ANSWER = '{"label":"safe"}';

describe('what bears loss', () => {
  test('prompt and completion: the answer and its end', async () => {
    const side = await predictionOf({ rows: many(6, pair) });
    expect(side).toMatchObject({
      state: 'holds',
      verdict: 'answer-only',
      rows: { total: 6, looked: 6, kept: 6, failed: 0 },
    });
    expect(side.basis).toMatch(/^exactly as TRL 1\.13\.0 with transformers 5\.18\.0/);
    expect(inLoss(side)).toEqual({ answer: 6 * ANSWER.length, 'end-of-turn': 6, separator: 6 });
  });

  test('the same as messages: the prompt too, and it says what would change that', async () => {
    const side = await predictionOf({ rows: many(6, chat) });
    expect(side).toMatchObject({ state: 'broken', verdict: 'prompt-too' });
    expect(side.notes).toEqual([
      expect.objectContaining({
        kind: 'full-sequence-loss',
        text: expect.stringContaining('assistant_only_loss=True'),
      }),
    ]);
  });

  test('messages with assistant_only_loss and a template that marks the answer: the answer only', async () => {
    const side = await predictionOf({ rows: many(6, chat), settings: { assistant_only_loss: true }, files: marked });
    expect(side).toMatchObject({ state: 'holds', verdict: 'answer-only' });
    expect(inLoss(side)).toEqual({ answer: 6 * ANSWER.length, 'end-of-turn': 6 });
  });

  test('prompt and completion with completion_only_loss=False: the prompt too', async () => {
    const side = await predictionOf({ rows: many(6, pair), settings: { completion_only_loss: false } });
    expect(side).toMatchObject({ state: 'broken', verdict: 'prompt-too' });
  });

  test('roles that the template leaves out: the answer is not there at all', async () => {
    const onlyKnown = chatTemplate
      .replace('%}{{ ', "%}{% if message.role in ['user', 'assistant'] %}{{ ")
      .replace('{% endfor %}', '{% endif %}{% endfor %}');
    const files = { 'run/chat_template.jinja': onlyKnown };
    const settings = { assistant_only_loss: false };
    const side = await predictionOf({
      rows: many(6, (question) => ({
        messages: [{ role: 'system', content: 'Hi.' }, ...chat(question, ANSWER, ['user', 'gpt']).messages],
      })),
      files,
      settings,
    });
    expect(side).toMatchObject({ state: 'broken', verdict: 'empty-or-nearly' });
    expect(noteKinds(side)).toContain('unmapped-roles');
    const healthy = await predictionOf({ rows: many(6, chat), files, settings });
    expect(healthy.verdict).toBe('prompt-too');
  });

  test('text in a column that is not named text gets no end-of-sequence token', async () => {
    const text = (column: string) => many(6, (question) => ({ [column]: `${question} ${ANSWER}` }));
    const named = await predictionOf({ rows: text('text') });
    const other = await predictionOf({ rows: text('body'), settings: { dataset_text_field: 'body' } });
    expect(noteKinds(named)).not.toContain('no-eos-appended');
    expect(noteKinds(other)).toContain('no-eos-appended');
    // The answer is not found in either, so neither is said to lack its end.
    expect([named.rows.endAbsent, other.rows.endAbsent]).toEqual([0, 0]);
    expect([named.state, other.state]).toEqual(['unknown', 'unknown']);
  });
});

describe('the length limit', () => {
  test('rows that fit are whole; with a lower limit they lose their end, and the headline says so', async () => {
    const rows = many(4, pair);
    const whole = await predictionOf({ rows, settings: { max_length: 512 } });
    expect(whole.rows).toMatchObject({ cut: 0, endAbsent: 0 });
    const cut = await predictionOf({ rows, settings: { max_length: 55 } });
    expect(cut).toMatchObject({ state: 'broken', rows: { kept: 4, cut: 4, endAbsent: 4 } });
    expect(cut.headline).toContain('the length limit cuts 4 of 4 rows');
  });

  test('a limit before the answer: all rows are dropped, and nothing is left', async () => {
    const side = await predictionOf({ rows: many(4, pair), settings: { max_length: 20 } });
    expect(side).toMatchObject({ state: 'broken', verdict: 'empty-or-nearly', rows: { kept: 0, dropped: 4 } });
    expect(side.headline).toContain('no row is left to train on');
    expect(side.views[0]?.title).toBe('Row 0 of the data, dropped');
  });

  test('keep_end keeps the answer and loses the beginning of the prompt: each token keeps its part', async () => {
    const rows = many(4, pair);
    const side = await predictionOf({ rows, settings: { max_length: 40, truncation_mode: 'keep_end' } });
    expect(side).toMatchObject({ verdict: 'answer-only', rows: { kept: 4, cut: 4, endAbsent: 0, partial: 0 } });
    expect(inLoss(side)).toEqual({ answer: 4 * ANSWER.length, 'end-of-turn': 4, separator: 4 });
    expect(side.regions.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(4 * 40);
  });

  test('packing: bfd cuts a long document, the others carry it over; none drops a row', async () => {
    const rows = many(4, pair);
    const packed = async (packing_strategy: string) =>
      (await predictionOf({ rows, settings: { max_length: 20, packing: true, packing_strategy } })).rows;
    expect(await packed('bfd')).toMatchObject({ kept: 4, dropped: 0, cut: 4 });
    expect(await packed('bfd_split')).toMatchObject({ kept: 4, dropped: 0, cut: 0, endAbsent: 0 });
    expect(await packed('wrapped')).toMatchObject({ kept: 4, dropped: 0, cut: 0, endAbsent: 0 });
  });

  test('packing without a length is refused', async () => {
    const side = await predictionOf({ rows: many(4, pair), settings: { packing: true, max_length: null } });
    expect(side).toMatchObject({
      state: 'broken',
      refusal: { type: 'ValueError', message: expect.stringContaining('max_length') },
    });
    const shuffled = await predictionOf({ rows: many(4, pair), settings: { packing: true, shuffle_dataset: true } });
    expect(shuffled).toMatchObject({ state: 'holds', rows: { kept: 4 } });
  });

  test('one long row among many is dropped, and the headline is about the others', async () => {
    const rows = [pair('Long. '.repeat(100)), ...many(40, pair)];
    const side = await predictionOf({ rows, settings: { max_length: 120 } });
    expect(side).toMatchObject({ state: 'holds', rows: { kept: 40, dropped: 1 } });
    const half = await predictionOf({
      rows: [...rows, ...many(40, () => pair('Long. '.repeat(100)))],
      settings: { max_length: 120 },
    });
    expect(half).toMatchObject({ state: 'broken', verdict: 'answer-only' });
    expect(half.headline).toContain('41 of 81 rows (50.6 %) are dropped');
  });
});

describe('rows that the trainer cannot take', () => {
  const picky = {
    'run/chat_template.jinja': `{% for m in messages %}{% if 'stop' in m.content %}{{ raise_exception('no stops here') }}{% endif %}{% endfor %}${chatTemplate}`,
  };

  test('a template that raises on some rows: counted, the first ten shown, the rest goes on', async () => {
    const rows = many(40, pair).map((row, at) => (at % 2 === 1 ? pair(`stop ${at}`) : row));
    const side = await predictionOf({ rows, files: picky });
    expect(side.rows).toMatchObject({ total: 40, looked: 20, kept: 20, failed: 20 });
    expect(side.failures).toHaveLength(10);
    expect(side.failures[0]).toEqual({
      row: 1,
      type: 'TemplateError',
      message: expect.stringContaining('no stops here'),
    });
    expect(side).toMatchObject({
      state: 'broken',
      headline: expect.stringMatching(/^the trainer stops at row 1; of the other rows, /),
    });
    const healthy = await predictionOf({ rows: many(40, pair), files: picky });
    expect(healthy).toMatchObject({ state: 'holds', failures: [] });
  });

  test('all rows fail: it says so, and names no verdict', async () => {
    const side = await predictionOf({ rows: many(3, () => pair('stop')), files: picky });
    expect(side).toMatchObject({ state: 'broken', verdict: null, headline: 'the trainer stops at row 0' });
  });

  test.each<[string, unknown]>([
    ['a broken line', '{"prompt": ['],
    ['a line that is no object', '[1, 2]'],
    ['bytes that are no text', '\u0000\u0001'],
  ])('%s is counted and the next rows keep their numbers', async (_, bad) => {
    const rows = [...many(2, pair), bad, ...many(2, pair), pair('late')];
    const side = await predictionOf({ rows });
    expect(side.rows).toMatchObject({ total: 6, looked: 5, failed: 1 });
    expect(side.failures[0]).toMatchObject({ row: 2, type: 'unreadable' });
  });

  test('rows of another shape among the others: the trainer stops there, none is lost silently', async () => {
    const side = await predictionOf({ rows: [...many(2, pair), { text: 'a plain text' }, ...many(2, pair)] });
    expect(side.rows.looked + side.rows.failed).toBe(5);
    expect(side.failures[0]?.row).toBe(2);
    expect(side.state).toBe('broken');
  });

  test.each<[string, unknown]>([
    ['null instead of messages', { messages: null }],
    ['null content', { messages: [{ role: 'user', content: null }] }],
    ['no messages', { messages: [] }],
    ['messages that are none', { messages: [1, 'x', null] }],
    ['an unknown role', chat('hello', 'bye', ['alien', 'alien'])],
    ['a deep value', { messages: [{ role: 'user', content: { a: { b: [[[1]]] } } }] }],
  ])('%s ends neither the run nor the count', async (_, bad) => {
    const side = await predictionOf({ rows: [chat('hello'), bad, chat('again')] });
    expect(side.rows.looked + side.rows.failed).toBe(3);
    expect(side.rows.total).toBe(3);
  });

  test('a row of 5 MB is labelled like the others', async () => {
    const side = await predictionOf({ rows: [...many(2, pair), pair('why?', 'x'.repeat(5_000_000))] });
    expect(side.rows).toMatchObject({ total: 3, kept: 3, cut: 1, failed: 0 });
    expect(side.verdict).toBe('answer-only');
  });

  test('a column named labels is taken for token labels, and that is said', async () => {
    const side = await predictionOf({ rows: many(3, (question) => ({ ...pair(question), labels: [1, 2, 3] })) });
    expect(noteKinds(side)).toContain('labels-column-used');
    expect(noteKinds(await predictionOf({ rows: many(3, pair) }))).not.toContain('labels-column-used');
  });

  test('settings that the trainer refuses: its error, and no row', async () => {
    const side = await predictionOf({
      rows: many(3, (question) => ({ text: question })),
      settings: { assistant_only_loss: true },
    });
    expect(side).toMatchObject({
      state: 'broken',
      verdict: null,
      rows: { looked: 0 },
      refusal: { type: expect.any(String) },
    });
    expect(side.headline).toBe('the trainer stops before the first row');
  });
});

test('a release that was never run beside Lockstep is labelled by its notes, an unknown one as the newest', async () => {
  const basis = async (trl: string) =>
    (await predictionOf({ rows: many(2, pair), options: { versions: { trl, transformers: '4.56.0' } } })).basis;
  expect(await basis('0.23.1')).toContain('by its release notes and source');
  expect(await basis('99.0.0')).toContain('is not known');
});

test('every row is handed on with its number, over the edges of chunks', async () => {
  const rows: number[] = [];
  const side = await predictionOf({
    rows: many(30, () => pair('y'.repeat(100_000))),
    settings: { max_length: 50 },
    options: { onRow: ({ row }) => void rows.push(row) },
  });
  expect(side.rows.total).toBe(30);
  expect(rows).toEqual(Array.from({ length: 30 }, (_, at) => at));
});
