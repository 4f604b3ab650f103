import { mkdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runCli as lockstep } from '../support/run-cli.ts';
import { testFolder } from '../support/test-folder.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const { at, write } = testFolder('score');

async function scored(...args: readonly string[]) {
  const { code, out } = await lockstep('score', ...args, '--format', 'json');
  expect(code).toBe(0);
  return JSON.parse(out);
}

const SAFETY = ['--classes', 'safe,unsafe', '--class-path', '[0].label'];
const label = (name: string) => JSON.stringify([{ label: name }]);
const numbered = (count: number, row: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, ...row(index) }));

const goldLines = (count: number) =>
  Array.from({ length: count }, (_, index) => `r${index},safe,${index % 2 === 0 ? 'old' : 'new'}\n`).join('');

describe('score', () => {
  test('an evaluator that turns failures into a class is seen: the honest figure stands beside what it recorded', async () => {
    const path = await write(
      'fallback.jsonl',
      numbered(40, (index) => ({
        output: index % 4 === 0 ? 'I think the worker is fine.' : label('safe'),
        gold: index % 4 === 0 ? 'unsafe' : 'safe',
        prediction: index % 4 === 0 ? 'unsafe' : 'safe',
      })),
    );
    const { card, failures, rows } = await scored(path, ...SAFETY);
    expect(rows).toEqual({ total: 40, scored: 40, judged: 40 });
    expect(card.overall).toMatchObject({ ours: { count: 30, of: 40 }, recorded: { count: 40, of: 40 } });
    const unsafe = card.overall.fallbacks.classes.find((one: { class: string }) => one.class === 'unsafe');
    expect(unsafe).toMatchObject({ accuracy: { count: 40, of: 40 }, recorded: { count: 10 } });
    expect(unsafe.recorded.ids).toHaveLength(10);
    expect(failures.rows[0]).toMatchObject({ code: 'unparseable', primary: { count: 10, of: 40 } });
    const { out } = await lockstep('score', path, ...SAFETY);
    expect(out).toMatch(/^75\.0 % {2}30 of 40 right \(95 % interval 59\.8 % to 85\.8 %\)/);
    expect(out).toContain('What 10 answers without a class are worth');
    expect(out).toMatch(/unsafe +40 of 40 \(100\.0 %\) +91\.2 % to 100\.0 % +10 +10\n/);
    expect(out).toContain('Minimum detectable effect');
  });

  test('fields: a schema decides what is asked for, and every measure has an interval', async () => {
    const schema = await write(
      'schema.json',
      JSON.stringify({
        type: 'object',
        properties: { drug: { type: 'string' }, dose: { type: 'string' } },
        required: ['drug', 'dose'],
      }),
    );
    const path = await write(
      'fields.jsonl',
      numbered(30, (index) => ({
        output: JSON.stringify({ drug: 'aspirin', dose: index % 3 === 0 ? '1000 mg' : '100 mg' }),
        gold: { drug: 'aspirin', dose: '100 mg' },
      })),
    );
    const { task, card, measures } = await scored(path, '--schema', schema);
    expect(task).toMatchObject({ kind: 'extract', fields: ['drug', 'dose'] });
    expect(card.overall.micro.texts.quantities).toMatchObject({ 'decimal-shift': { count: 10 } });
    const right = measures.find((one: { name: string }) => one.name === 'right fields');
    expect(right.value).toBeCloseTo(50 / 60, 12);
    expect(right).toMatchObject({ rows: 30, method: 'bca' });
    expect(right.low).toBeLessThan(right.value);
    expect(right.high).toBeGreaterThan(right.value);
  });

  test('a declared column is a slice; a column that nobody has is said to be missing', async () => {
    const path = await write(
      'slices.jsonl',
      numbered(200, (index) => ({
        output: label(index % 2 === 0 && index % 4 === 0 ? 'unsafe' : 'safe'),
        gold: 'safe',
        metadata: { camera: index % 2 === 0 ? 'old' : 'new' },
      })),
    );
    const { slices, notes } = await scored(path, ...SAFETY, '--slices', 'camera,weather');
    expect(slices.worse[0]).toMatchObject({
      where: [{ column: 'camera', value: 'old' }],
      inside: { count: 50, of: 100 },
    });
    expect(notes.join('\n')).toContain('has a column weather');
    expect((await lockstep('score', path, ...SAFETY, '--slices', 'camera')).out).toContain('camera = old');
  });

  test('a failed request is an answer that is wrong, not a row that is left out', async () => {
    const path = await write('failed.jsonl', [
      { id: 'a', output: null, gold: 'safe' },
      { id: 'b', output: label('safe'), gold: 'safe' },
    ]);
    const { card } = await scored(path, ...SAFETY);
    expect(card.overall.ours).toMatchObject({ count: 1, of: 2 });
    expect(card.overall.funnel[0]).toMatchObject({ stage: 'answered', lost: { count: 1, ids: ['a'] } });
  });

  test('predictions without gold: nothing is judged, form is counted', async () => {
    const path = await write(
      'no-gold.jsonl',
      numbered(5, () => ({ output: label('safe') })),
    );
    const { code, out } = await lockstep('score', path, ...SAFETY);
    expect(code).toBe(0);
    expect(out).toMatch(/^NOT JUDGED {2}5 answers were read; none has gold/);
    expect(out).toContain('Add `gold` to every row');
    expect(out).toMatch(/strict +5 of 5/);
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  test('repeated ids, damaged lines, classes that begin with one another', async () => {
    const path = await write(
      'mixed.jsonl',
      `${[
        { id: 'a', output: 'safely', gold: 'safely' },
        { id: 'a', output: 'safe', gold: 'safely' },
        { id: 'b', output: 'safe', gold: 'safe' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n')}\n{"id": "c", "output": \n`,
    );
    const { rows, card, notes } = await scored(path, '--classes', 'safe,safely');
    expect(rows).toEqual({ total: 4, scored: 2, judged: 2 });
    expect(card.overall.ours).toMatchObject({ count: 2, of: 2 });
    expect(notes.join('\n')).toMatch(/line 2: the id "a" repeats that of line 1/);
    expect(notes.join('\n')).toMatch(/line 4:/);
  });

  test('an output of 10 MB and one of 100,000 brackets are read as far as a limit, which is said', async () => {
    const path = await write('huge.jsonl', [
      { id: 'long', output: 'na '.repeat(3_500_000), gold: 'safe' },
      { id: 'deep', output: '['.repeat(100_000), gold: 'safe' },
    ]);
    const { card, notes } = await scored(path, ...SAFETY);
    expect(card.overall.ours).toMatchObject({ count: 0, of: 2 });
    expect(notes.join('\n')).toContain('2 of 2 outputs are longer than 65,536 characters');
  });

  test('text of files is hostile in every format', async () => {
    const nasty = '\u001b[2J<img src=x onerror=alert(1)>\u202e](javascript:x) @everyone |';
    const path = await write(
      'nasty.jsonl',
      numbered(12, (index) => ({ id: `${nasty}${index}`, split: nasty, output: nasty, gold: nasty, [nasty]: 1 })),
    );
    for (const format of ['terminal', 'markdown', 'html', 'json']) {
      const { code, out } = await lockstep('score', path, '--format', format, '--task', 'classify', '--classes', nasty);
      expect({ format, code }).toEqual({ format, code: 0 });
      // Scripts and data in a page are not what it shows; test/web looks at that.
      expect(unsafeText(out.replace(/<script[\s\S]*?<\/script>/g, ''))).toBeUndefined();
      if (format === 'html') expect(out).not.toContain('<img');
      if (format === 'markdown') expect(out.replace(/`[^`]*`/g, '')).not.toMatch(/<img|@everyone/);
    }
  });

  test('HTML carries the samples, JSON only their ids', async () => {
    const path = await write('few.jsonl', [{ id: 'a', output: label('safe'), gold: 'unsafe' }]);
    const html = at('few.html');
    expect(await lockstep('score', path, ...SAFETY, '--out', html)).toMatchObject({ code: 0, out: '' });
    expect(await readFile(html, 'utf8')).toContain('"samples":[{"id":"a"');
    expect(await scored(path, ...SAFETY)).not.toHaveProperty('samples');
  });

  test.each([
    ['nothing there', () => [at('nowhere.jsonl')], /does not exist/],
    ['a folder without predictions', () => [at('empty')], /there is no predictions\.jsonl/],
    ['gold without predictions', () => [at('golds.jsonl')], /nothing .* is answered yet: .*2 rows with gold that wait/],
    ['an empty class list', () => [at('empty-classes')], /the list of classes is empty/],
    ['a schema that is not there', () => [at('golds.jsonl'), '--schema', at('none.json')], /none\.json does not exist/],
    ['data that is not there', () => [at('golds.jsonl'), '--data', at('none.jsonl')], /none\.jsonl does not exist/],
    ['an empty class', () => [at('golds.jsonl'), '--task', 'classify'], /must list its classes/],
    ['a class twice', () => [at('golds.jsonl'), '--classes', 'a,a'], /listed twice/],
    ['a schema that is none', () => [at('golds.jsonl'), '--schema', at('bad.json')], /not a JSON schema/],
    ['a schema that is no JSON', () => [at('golds.jsonl'), '--schema', at('golds.jsonl')], /cannot be read/],
  ])('%s: 2, with what to try', async (_, args, reason) => {
    await mkdir(at('empty'), { recursive: true });
    await write('golds.jsonl', [
      { id: 'a', gold: 'safe' },
      { id: 'b', gold: 'safe' },
    ]);
    await write('bad.json', '{"type": 7}');
    await write('empty-classes/predictions.jsonl', [{ id: 'a', output: 'x' }]);
    await write('empty-classes/lockstep.yaml', 'task:\n  kind: classify\n  classes: []\n');
    const { code, out, words, err } = await lockstep('score', ...args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(words).toMatch(reason);
    expect(err).toContain('try:');
  });

  test('before any answer: what the rows that wait will be able to show', async () => {
    await write(
      'waiting/eval.jsonl',
      numbered(200, () => ({ label: 'safe', messages: [{ role: 'user', content: 'Is it safe?' }] })),
    );
    const { code, words } = await lockstep('score', at('waiting'));
    expect(code).toBe(2);
    expect(words).toContain('eval.jsonl has 200 rows with gold that wait for an answer');
    expect(words).toContain('an accuracy to within ± 6.9 points at worst');
    // spec/evaluation.md 1.16: 200 rows of which 10 % change sides show 6.2 points.
    expect(words).toContain('6.2 points if 10 % of the answers change sides');
  });

  test('a target says what is right where there is no gold; fields may be written as JSON text', async () => {
    const targets = await write(
      'targets.jsonl',
      numbered(10, (index) => ({ output: label(index < 4 ? 'safe' : 'unsafe'), target: label('safe') })),
    );
    expect((await scored(targets, ...SAFETY)).card.overall.ours).toMatchObject({ count: 4, of: 10 });
    const texts = await write(
      'texts.jsonl',
      numbered(10, (index) => ({ output: '{"a": 1}', gold: index < 5 ? '{"a": 1}' : 'not JSON' })),
    );
    expect((await scored(texts, '--fields', 'a')).card.overall.ours).toMatchObject({ count: 5, of: 5 });
  });

  test('gold and columns of evaluation data that lies elsewhere', async () => {
    const path = await write(
      'bare.jsonl',
      numbered(40, (index) => ({ output: label(index % 2 === 0 ? 'safe' : 'unsafe') })),
    );
    const data = await write('elsewhere/gold.csv', `id,label,camera\n${goldLines(41)}`);
    const { card, slices, data: joined } = await scored(path, ...SAFETY, '--data', data, '--slices', 'camera');
    expect(card.overall.ours).toMatchObject({ count: 20, of: 40 });
    expect(joined).toMatchObject({ joined: 40, gold: 40, unanswered: { count: 1, ids: ['r40'] } });
    expect(slices.single.map(({ where }: { where: object[] }) => where[0])).toContainEqual({
      column: 'camera',
      value: 'old',
    });
    const { out } = await lockstep('score', path, ...SAFETY, '--data', data);
    expect(out).toMatch(/unanswered +1 row of .*gold\.csv/);
  });

  test('every figure of the JSON has the rows behind it, or none', async () => {
    const path = await write(
      'figures.jsonl',
      numbered(60, (index) => ({
        output: index % 3 ? '{"a": "x", "b": "1"}' : '{"a": "y"}',
        gold: { a: 'x', b: '1' },
      })),
    );
    const { card, measures, failures } = await scored(path, '--fields', 'a,b');
    for (const { value, ids } of measures) if (value > 0 && value < 1) expect(ids.length).toBeGreaterThan(0);
    for (const { precision, recallCorrect, texts } of card.overall.fields) {
      for (const { count, of, otherIds } of [precision, recallCorrect]) expect(otherIds.length > 0).toBe(count < of);
      expect(texts.medianCharacterErrorRate).toMatchObject({ n: expect.any(Number), method: 'order-statistics' });
      expect(texts.anlsOfficial.method === null).toBe([0, 1].includes(texts.anlsOfficial.share));
    }
    for (const { passed, lost } of card.overall.funnel) {
      expect(passed.otherIds).toHaveLength(passed.of - passed.count);
      expect(lost.ids).toHaveLength(lost.count);
    }
    expect(failures.clean.otherIds).toHaveLength(20);
    const { out } = await lockstep('score', path, '--fields', 'a,b', '--details');
    expect(out).toMatch(/a, right \(missed\): r0, r3, r6, r9, r12, …/);
  });

  test('an empty class list is refused by its option', async () => {
    await expect(lockstep('score', '.', '--classes', 'a,,b')).rejects.toThrow(/names separated by commas/);
  });
});

describe('compare', () => {
  const run = (name: string, right: (index: number) => boolean, more: (index: number) => object = () => ({})) =>
    write(
      `${name}/predictions.jsonl`,
      numbered(60, (index) => ({ output: label(right(index) ? 'safe' : 'unsafe'), gold: 'safe', ...more(index) })),
    );

  test('worse beyond chance fails, better does not; fixed and broken are named', async () => {
    const good = await run('good', (index) => index !== 59);
    const bad = await run('bad', (index) => index >= 20);
    const worse = await lockstep('compare', good, bad, ...SAFETY);
    expect(worse.code).toBe(1);
    expect(worse.out).toMatch(
      /^WORSE {2}the second run is worse: 1 fixed, 20 broken of 60 rows, −31\.7 points \(p < 0\.0001\)/,
    );
    expect(worse.out).toContain('Fixed: r59.');
    expect(worse.out.replace(/\s+/g, ' ')).toContain('Broken: r0, r1, r2');
    expect(await lockstep('compare', bad, good, ...SAFETY)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^BETTER/),
    });
    expect(await lockstep('compare', good, bad, ...SAFETY, '--fail-on', 'never')).toMatchObject({ code: 0 });
  });

  test('five changed rows decide nothing, and the page says what could have been seen', async () => {
    const first = await run('first', () => true);
    const second = await run('second', (index) => index >= 5);
    const { code, out } = await lockstep('compare', first, second, ...SAFETY);
    expect(code).toBe(0);
    expect(out).toMatch(/^CANNOT DECIDE/);
    expect(out).toContain('Minimum detectable effect before looking');
    expect(out).toMatch(/After: 8\.3 %/);
    expect(await lockstep('compare', first, second, ...SAFETY, '--fail-on', 'not-better')).toMatchObject({ code: 1 });
  });

  test('rows of one patient are one piece of evidence', async () => {
    const patient = (index: number) => ({ patient: `p${Math.floor(index / 20)}` });
    const first = await run('grouped-a', () => true, patient);
    const second = await run('grouped-b', (index) => index >= 20, patient);
    expect(await lockstep('compare', first, second, ...SAFETY)).toMatchObject({ code: 1 });
    const grouped = await lockstep('compare', first, second, ...SAFETY, '--group', 'patient');
    expect(grouped).toMatchObject({ code: 0, out: expect.stringMatching(/^CANNOT DECIDE/) });
    expect(grouped.out).toContain('groups of patient');
  });

  test('other gold and other prompts are refused unless allowed, and the result says that they were', async () => {
    const one = await run('gold-a', () => true);
    const other = await run(
      'gold-b',
      (index) => index > 30,
      (index) => (index === 0 ? { gold: 'unsafe' } : {}),
    );
    const asked = (text: string) => numbered(60, (index) => ({ prompt: `${text} ${index}` }));
    await write('gold-a/inference/requests.jsonl', asked('Is this safe?'));
    await write('gold-b/inference/requests.jsonl', asked('Safe or unsafe?'));
    const refused = await lockstep('compare', one, other, ...SAFETY);
    expect(refused.code).toBe(2);
    expect(refused.out).toMatch(/^NOT COMPARED/);
    expect(refused.out.replace(/\s+/g, ' ')).toMatch(
      /1 of 60 rows have other gold .* 60 of 60 rows were asked with another prompt/,
    );
    const allowed = ['--allow-different-gold', '--allow-different-prompts'];
    const compared = await lockstep('compare', one, other, ...SAFETY, ...allowed);
    expect(compared.code).toBe(1);
    expect(compared.out.replace(/\s+/g, ' ')).toContain(
      'Compared in spite of it: 60 of 60 rows were asked with another prompt.',
    );
  });

  test('every way to fail is counted in both runs, with the rows where it is gone or new', async () => {
    const fenced = (index: number) => ({ output: `\`\`\`json\n${label(index < 10 ? 'unsafe' : 'safe')}\n\`\`\`` });
    const first = await run('fenced-a', () => true, fenced);
    const second = await run('fenced-b', () => true);
    const { out } = await lockstep('compare', first, second, ...SAFETY);
    expect(out).toMatch(/fenced +60 +0 +60 +0 +< 0\.0001/);
    expect(out).toMatch(/class-wrong +10 +0 +10 +0 +0\.0020/);
    const { failures } = JSON.parse((await lockstep('compare', second, first, ...SAFETY, '--format', 'json')).out);
    expect(failures[0]).toMatchObject({
      code: 'fenced',
      first: 0,
      second: 60,
      gone: { count: 0 },
      added: { count: 60 },
    });
  });

  test('runs that were decoded with other settings are compared, and the page says so before its figures', async () => {
    const one = await run('decoded-a', () => true);
    const other = await run('decoded-b', (index) => index >= 20);
    await write('decoded-a/inference/generation.json', '{"do_sample": false, "max_new_tokens": 64}');
    await write('decoded-b/inference/generation.json', '{"do_sample": true, "temperature": 0.7, "max_new_tokens": 64}');
    const [left, right] = [at('decoded-a'), at('decoded-b')];
    const { code, out } = await lockstep('compare', left, right, ...SAFETY);
    expect(code).toBe(1);
    expect(out).toMatch(/decoding +differs: sampling/);
    expect(out).toMatch(/Decoded in different ways[\s\S]*greedy +do_sample=true, temperature=0\.7[\s\S]*Result/);
    const json = await lockstep('compare', left, right, ...SAFETY, '--format', 'json');
    expect(JSON.parse(json.out).decoding).toEqual([
      { setting: 'sampling', first: 'greedy', second: 'do_sample=true, temperature=0.7' },
    ]);
    expect((await lockstep('compare', left, left, ...SAFETY)).out).not.toContain('differs');
    expect((await lockstep('compare', one, other, ...SAFETY)).out).toContain('differs: sampling');
  });

  test('prompts recorded in other forms are not known to differ', async () => {
    const one = await run('form-a', () => true);
    const other = await run('form-b', () => true);
    await write(
      'form-a/inference/requests.jsonl',
      numbered(60, () => ({ prompt: 'Is this safe?' })),
    );
    await write(
      'form-b/inference/requests.jsonl',
      numbered(60, () => ({ prompt_ids: [1, 2] })),
    );
    const { code, out } = await lockstep('compare', one, other, ...SAFETY);
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain('For 60 of 60 rows nothing shows that both runs got the same prompt.');
  });

  test('a prompt that both files of predictions have is compared where it is of one form', async () => {
    const asked = (name: string, prompt: unknown) =>
      run(
        name,
        () => true,
        () => ({ prompt }),
      );
    const [text, other] = [await asked('asked-a', 'Is this safe?'), await asked('asked-b', 'Safe or unsafe?')];
    const messages = await asked('asked-c', [{ role: 'user', content: 'Is this safe?' }]);
    expect(await lockstep('compare', text, other, ...SAFETY)).toMatchObject({
      code: 2,
      out: expect.stringContaining('60 of 60 rows were asked with another prompt'),
    });
    const unknown = await lockstep('compare', text, messages, ...SAFETY);
    expect(unknown.out.replace(/\s+/g, ' ')).toContain('For 60 of 60 rows nothing shows');
    const same = await lockstep('compare', text, text, ...SAFETY);
    expect(same.out).not.toContain('nothing shows');
  });

  test('JSON and HTML', async () => {
    const good = await run('good', () => true);
    const bad = await run('bad', (index) => index >= 20);
    const json = await lockstep('compare', good, bad, ...SAFETY, '--format', 'json');
    expect(JSON.parse(json.out)).toMatchObject({
      schema: 'lockstep-comparison/1',
      comparison: { kind: 'compared', broken: { count: 20 }, verdict: { state: 'worse' } },
    });
    const html = await lockstep('compare', good, bad, ...SAFETY, '--format', 'html');
    expect(html.out).toContain('lockstep-score-view/1');
  });

  test.each([
    ['one is not there', () => [at('good', 'predictions.jsonl'), at('nowhere')], /does not exist/],
    ['one has no predictions', () => [at('good', 'predictions.jsonl'), at('empty')], /there is no predictions\.jsonl/],
  ])('%s: 2, with what to try', async (_, args, reason) => {
    await mkdir(at('empty'), { recursive: true });
    await run('good', () => true);
    const { code, out, words, err } = await lockstep('compare', ...args(), ...SAFETY);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(words).toMatch(reason);
    expect(err).toContain('try:');
  });
});
