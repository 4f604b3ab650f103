import { describe, expect, it } from 'vitest';
import { classifyFailure } from '../../../src/scoring/failures/classify-failure.ts';
import type { FailureCode } from '../../../src/scoring/failures/failure-code.ts';
import { type FailureData, failureContext } from '../../../src/scoring/failures/failure-context.ts';
import type { FailureSample } from '../../../src/scoring/failures/failure-sample.ts';
import { tallyFailures } from '../../../src/scoring/failures/tally-failures.ts';
import type { Task } from '../../../src/scoring/task.ts';

const LADDER: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: '[0].label' };
const OPTION: Task = { kind: 'classify', classes: ['(A)', '(B)'], answer: 'text' };
const FORM: Task = { kind: 'extract', fields: ['patient', 'id', 'drug', 'strength'] };
const FREE: Task = { kind: 'free' };

const INSTRUCTION = 'You are a safety vision model. Classify stepladder use as safe or unsafe. Output JSON only.';
const SAFE = '[{"id":"0","label":"safe"}]';
const GOLD = { patient: 'Zhao Yu', id: '935417', drug: 'Losartan', strength: '12.5 mg' };
const PRESCRIPTION = JSON.stringify(GOLD);

const codesOf = (sample: Partial<FailureSample>, data: FailureData): readonly FailureCode[] =>
  classifyFailure({ id: '1', output: '', ...sample }, failureContext(data)).codes;
const ladder = (output: string, more: Partial<FailureSample> = {}) =>
  codesOf(
    { output, target: SAFE, gold: 'safe', ...more },
    { task: LADDER, prompts: ['roof', 'yard', 'dock'].map((place) => `${INSTRUCTION}\nPlace: ${place}.`) },
  );
const form = (output: string, more: Partial<FailureSample> = {}) =>
  codesOf({ output, target: PRESCRIPTION, gold: GOLD, ...more }, { task: FORM });
const changed = (change: Record<string, unknown>) => form(JSON.stringify({ ...GOLD, ...change }));

describe('form before content', () => {
  it.each<[string, readonly FailureCode[]]>([
    [SAFE, []],
    [` ${SAFE}\n`, []],
    ['', ['empty']],
    ['  \n', ['empty']],
    ['<think>The ladder is fine.</think>\n', ['empty']],
    [`\`\`\`json\n${SAFE}\n\`\`\``, ['fenced']],
    [`Here you go:\n${SAFE}`, ['preamble']],
    [`Here you go:\n\`\`\`json\n${SAFE}\n\`\`\`\nAnything else?`, ['run-on', 'preamble', 'fenced']],
    [`${SAFE}\nThe ladder stands on level ground.`, ['run-on']],
    [`${SAFE}${SAFE}`, ['run-on']],
    [`${SAFE}<|im_end|>\n<|im_start|>user\n`, ['run-on']],
    ['The ladder is fine.', ['unparseable']],
    ['Place: dock. Ladder bbox: [39, 167, 336, 504] and so on', ['unparseable']],
    ['[{"id":"0","lab', ['cut']],
    ['[{"id":"0","id":"1","label":"safe"}]', ['duplicate-keys']],
    ['[{"label":"safe"}]', ['key-missing']],
    ['[{"id":"0","label":"safe","why":"level"}]', ['key-unknown']],
    ['[{"id":0,"label":"safe"}]', ['type-wrong']],
    ['[{"id":"0","label":"risky"}]', ['class-invalid']],
    ['[{"id":"0","label":"Safe"}]', ['class-respelled']],
    ['[{"id":"0","label":"unsafe"}]', ['class-wrong']],
  ])('%j', (output, codes) => {
    expect(ladder(output)).toEqual(codes);
  });

  it('finds nothing in special tokens, and calls those behind an answer what they are', () => {
    const town = { task: { kind: 'classify', classes: ['Paris', 'Rome'], answer: 'text' } } as const;
    for (const output of ['<|im_end|>', '</s>', '<pad><pad>\n<pad>', '<think>So?</think><|im_end|>', '\u200b'])
      expect([output, codesOf({ output }, town)]).toEqual([output, ['empty']]);
    expect(codesOf({ output: '<b>' }, town)).toEqual(['class-invalid']);
    const detail = (output: string, task: Task = town.task) =>
      classifyFailure({ id: '1', output, gold: 'Paris' }, failureContext({ task })).evidence.map(
        (fault) => fault.detail,
      );
    expect(detail('Paris</s>')).toEqual(['an end-of-turn token, left in the text, after the class']);
    expect(detail('Paris</s>', FREE)).toEqual(['an end-of-turn token, left in the text, after the answer']);
    expect(detail('Paris<|im_end|>\n<|im_start|>user\nAnd Rome', FREE)).toEqual([
      'the next turn of a conversation after the answer',
    ]);
  });

  it('sees what follows a class that is the whole answer', () => {
    const option = (output: string, finishReason = 'stop') =>
      codesOf({ output, target: '(A)', gold: '(A)', finishReason }, { task: OPTION });
    expect(option('(A)')).toEqual([]);
    expect(option('(A)O)O Response: Sc1ccccc1', 'length')).toEqual(['run-on', 'class-invalid']);
    expect(option('The answer is (B).')).toEqual(['preamble', 'class-wrong']);
    expect(option('I think it is', 'length')).toEqual(['cut', 'class-invalid']);
  });

  it('calls the token limit a cut only before the answer is complete', () => {
    expect(ladder('[{"id":"0"', { finishReason: 'length' })).toEqual(['cut']);
    expect(ladder(`${SAFE} and so on and on`, { finishReason: 'length' })).toEqual(['run-on']);
    expect(ladder(SAFE, { finishReason: 'length' })).toEqual([]);
  });
});

describe('the model does not answer', () => {
  it.each([
    "I'm sorry, but I can't help with that request.",
    'I cannot assist with identifying this.',
    'As an AI language model, I cannot give medical advice.',
    '죄송합니다. 그 요청은 도와드릴 수 없습니다.',
    '很抱歉，我无法提供该信息。',
    '申し訳ありませんが、お答えできません。',
    'Es tut mir leid, aber ich kann Ihnen dabei nicht helfen.',
  ])('refuses: %s', (output) => {
    expect(classifyFailure({ id: '1', output }, failureContext({ task: FREE })).codes[0]).toBe('refusal');
  });

  it.each([
    "I'm sorry, but I don't see any image attached. I cannot see the image.",
    'No image was provided, so I cannot classify it.',
    'I am unable to view images directly.',
    '이미지를 볼 수 없습니다.',
    '我看不到图片。',
  ])('saw no image: %s', (output) => {
    expect(ladder(output)[0]).toBe('image-not-seen');
  });

  it.each([
    "I'm sorry to hear that your parcel was late. We cannot refund shipping.",
    'She said: "I cannot help you", and left.',
    'The photo shows no image defects.',
    "I can't see the point of it.",
    'I cannot help but smile at the open door.',
    'I cannot read French, and I will not open the letter.',
  ])('is no refusal: %s', (output) => {
    expect(codesOf({ output }, { task: FREE })).toEqual([]);
  });
});

describe('decoding', () => {
  it('finds loops at the end, inside JSON, and before a sane ending', () => {
    expect(ladder(`safe ${'wet floor '.repeat(20)}`, { finishReason: 'length' })).toContain('loop');
    const codes = JSON.stringify({ codes: Array.from({ length: 40 }, () => 'Acute pneumonia J18.9') });
    expect(codesOf({ output: codes }, { task: { kind: 'extract', fields: ['codes'] } })).toEqual(['loop']);
    expect(codesOf({ output: `${'and then the dog '.repeat(12)} it ended.` }, { task: FREE })).toEqual(['loop']);
  });

  it('leaves repetition that the right answer has too', () => {
    const row = `${'la la lo '.repeat(20)}`;
    expect(codesOf({ output: `${row}!`, target: `${row}?` }, { task: FREE })).not.toContain('loop');
  });

  it('finds the instruction read back, but not a quoted document', () => {
    expect(ladder('Classify stepladder use as safe or unsafe. Output JSON only.')[0]).toBe('instruction-echo');
    expect(ladder(`${SAFE} Classify stepladder use as safe or unsafe.`)).toEqual(['instruction-echo', 'run-on']);
    const inside = JSON.stringify([{ id: '0', label: 'safe', note: 'Classify stepladder use as safe or unsafe.' }]);
    expect(ladder(inside)).toEqual(['key-unknown']);
  });

  it('judges what follows an included prompt by itself', () => {
    const prompt = 'system\nYou classify ladders.\nuser\nInspect the ladder on the roof.\nassistant\n';
    const failure = classifyFailure(
      { id: '1', output: `${prompt}${SAFE} yes`, target: SAFE, prompts: [prompt] },
      failureContext({ task: LADDER }),
    );
    expect(failure.codes).toEqual(['prompt-included', 'run-on']);
    expect(failure.evidence[1]).toMatchObject({ start: prompt.length + SAFE.length - 0 });
  });
});

describe('content', () => {
  it('tells how a value is wrong', () => {
    expect(changed({})).toEqual([]);
    expect(changed({ id: '935477' })).toEqual(['digits-differ']);
    expect(changed({ id: '935471' })).toEqual(['digits-differ']);
    expect(changed({ id: '93541' })).toEqual(['digits-differ']);
    expect(changed({ id: '204118' })).toEqual(['value-wrong']);
    expect(changed({ strength: '125 mg' })).toEqual(['digits-differ']);
    // One letter from 12.5 mg, and another dose all the same; the same dose in other writings.
    expect(changed({ strength: '12.5 ng' })).toEqual(['value-wrong']);
    expect(changed({ strength: '12.5 mL' })).toEqual(['value-wrong']);
    expect(changed({ strength: '12.5' })).toEqual(['value-wrong']);
    expect(changed({ strength: '12,5 mg' })).toEqual(['near-miss']);
    expect(changed({ strength: '12500 mcg' })).toEqual(['near-miss']);
    expect(changed({ id: '９３５４１７' })).toEqual(['near-miss']);
    expect(changed({ strength: '-12.5 mg' })).toEqual(['value-wrong']);
    expect(changed({ drug: 'Lozartan' })).toEqual(['near-miss']);
    expect(changed({ drug: 'LOSARTAN' })).toEqual(['near-miss']);
    expect(changed({ drug: 'Aspirin' })).toEqual(['value-wrong']);
    expect(changed({ drug: null })).toEqual(['value-missing']);
    expect(changed({ patient: 'Losartan', drug: 'Zhao Yu' })).toEqual(['fields-swapped']);
    expect(changed({ patient: 'Losartan' })).toEqual(['value-wrong']);
    expect(
      codesOf(
        { output: '{"a":"x","b":"y"}', gold: { a: 'x', b: null } },
        { task: { kind: 'extract', fields: ['a', 'b'] } },
      ),
    ).toEqual(['value-invented']);
  });

  it('says of a value of another type that, and not that it is missing and invented too', () => {
    expect(changed({ drug: ['Losartan'] })).toEqual(['type-wrong']);
    expect(changed({ drug: { name: 'Losartan' } })).toEqual(['key-unknown', 'type-wrong']);
    expect(changed({ drug: ['Losartan'], patient: null })).toEqual(['type-wrong', 'value-missing']);
    expect(changed({ drug: [] })).toEqual(['type-wrong', 'value-missing']);
    const list = (output: unknown, gold: unknown, others: readonly unknown[] = []) =>
      codesOf(
        { output: JSON.stringify(output), target: JSON.stringify(gold) },
        {
          task: { kind: 'extract', fields: ['drugs'] },
          answers: others.map((each) => ({ text: JSON.stringify(each) })),
        },
      );
    expect(list({ drugs: 'Losartan' }, { drugs: ['Losartan', 'Aspirin'] })).toEqual(['type-wrong']);
    expect(list({ drugs: ['Losartan'] }, { drugs: ['Losartan', 'Aspirin'] })).toEqual(['value-missing']);
    expect(list({ drugs: ['Losartan'] }, { drugs: null })).toEqual(['value-invented']);
    // Where other right answers have a list, a list is no fault of its type.
    const either = [{ drugs: ['Aspirin'] }, { drugs: 'Losartan' }];
    expect(list({ drugs: ['Losartan'] }, { drugs: 'Losartan' }, either)).toEqual(['value-invented', 'value-missing']);
  });

  it('judges keys that the gold leaves out by the target, and takes any of several right values', () => {
    const target = '{"item":"Latte","total":"9.00","price":"4.50"}';
    const receipt = (output: string, gold: FailureSample['gold']) =>
      codesOf({ output, target, gold }, { task: { kind: 'extract', fields: ['item', 'total'] } });
    expect(receipt(target.replace('Latte', 'Iced Tea'), { item: 'Latte', total: '9.00' })).toEqual(['value-wrong']);
    const either = { item: { $oneOf: ['Latte', 'Caffè Latte'] }, total: '9.00' };
    expect(receipt(target.replace('Latte', 'Caffè Latte'), either)).toEqual([]);
    const bare = codesOf(
      { output: '{"item":"Caffè Latte","total":"9.00"}', gold: either },
      { task: { kind: 'extract', fields: ['item', 'total'] } },
    );
    expect(bare).toEqual([]);
  });

  it('sees another script, but no other language of the same script', () => {
    const korean = '오늘 회의는 세 시에 시작합니다';
    const prompts = ['When does the meeting start?'];
    expect(codesOf({ output: korean, target: 'The meeting starts at three.', prompts }, { task: FREE })).toEqual([
      'language-drift',
    ]);
    expect(codesOf({ output: 'The meeting starts at three.', target: korean, prompts }, { task: FREE })).toEqual([
      'language-drift',
    ]);
    expect(codesOf({ output: 'Um drei Uhr.', target: 'At three.', prompts }, { task: FREE })).toEqual([]);
    expect(
      form(JSON.stringify({ ...GOLD, patient: '赵宇', drug: '氯沙坦片' }), { prompts: ['Zhao Yu takes Losartan'] }),
    ).toContain('language-drift');
  });

  it('sees the words and keys of another kind of document', () => {
    const receipt = (at: number) =>
      JSON.stringify({ item: 'Cheese Tart', total: `Subtotal ${at}`, cashier: 'Change due' });
    const other = (at: number) => JSON.stringify({ ...GOLD, id: String(at) });
    const answers = Array.from({ length: 120 }, (_, at) => ({ text: at % 2 ? receipt(at) : other(at) }));
    const leak = (output: string) => codesOf({ output, target: PRESCRIPTION, gold: GOLD }, { task: FORM, answers });
    expect(leak(PRESCRIPTION.replace('Losartan', 'Cheese Tart Subtotal'))[0]).toBe('foreign-domain');
    expect(leak(PRESCRIPTION.replace('}', ',"total":"4.50"}'))[0]).toBe('foreign-domain');
    expect(leak(PRESCRIPTION.replace('Losartan', 'Aspirin'))).toEqual(['value-wrong']);
  });
});

describe('over all predictions', () => {
  it('counts with denominators and ids, and distrusts what the right answers show too', () => {
    const fenced = `\`\`\`json\n${SAFE}\n\`\`\``;
    const samples: FailureSample[] = [
      { id: 'a', output: fenced, target: SAFE, gold: 'safe' },
      { id: 'b', output: SAFE, target: fenced, gold: 'safe' },
      { id: 'c', output: '', target: SAFE, gold: 'safe' },
      { id: 'd', output: SAFE, target: SAFE, gold: 'safe' },
    ];
    const tally = tallyFailures(samples, failureContext({ task: LADDER }));
    expect(tally.clean).toMatchObject({ count: 2, of: 4 });
    expect(tally.unreliable).toEqual([{ code: 'fenced', firedOnGold: 1, ids: ['b'], goldCount: 4, reliable: false }]);
    expect(tally.rows.map(({ code, any, primary, ids }) => [code, any.count, primary.count, ids])).toEqual([
      ['empty', 1, 1, ['c']],
      ['fenced', 1, 0, ['a']],
    ]);
  });
});

describe('hostile output', () => {
  it.each([
    ['ten megabytes of one letter', 'x'.repeat(10_000_000)],
    ['ten megabytes of words', 'wet floor 12 '.repeat(770_000)],
    ['ten megabytes of JSON', `[${'{"id":"0","label":"safe"},'.repeat(380_000)}{"id":"0","label":"safe"}]`],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['a hundred thousand openers', '{"a":'.repeat(100_000)],
    ['lone surrogates', '\ud800\udc00\ud800'.repeat(10_000)],
    ['fences', '```'.repeat(100_000)],
  ])('%s is named and nothing is thrown', (_, output) => {
    for (const task of [LADDER, OPTION, FORM, FREE]) {
      const prompts = [`${INSTRUCTION}\nPlace: roof.`];
      const { codes, evidence } = classifyFailure(
        { id: '1', output, prompts, target: SAFE, gold: 'safe' },
        failureContext({ task, prompts }),
      );
      expect(codes.length).toBeLessThan(10);
      for (const { start, end } of evidence) expect(start <= end && end <= output.length).toBe(true);
    }
  });
});
