import { describe, expect, it } from 'vitest';
import { type Extraction, extractClass } from '../../src/scoring/extract-class.ts';
import { strictClass } from '../../src/scoring/strict-class.ts';
import type { ClassifyTask } from '../../src/scoring/task.ts';

const ladder: ClassifyTask = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: '[0].label' };
const verdict: ClassifyTask = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
const letters: ClassifyTask = { kind: 'classify', classes: ['(A)', '(B)'], answer: 'text' };
const bare: ClassifyTask = { kind: 'classify', classes: ['A', 'B'], answer: 'text' };
const brief = (read: Extraction): string =>
  read.state === 'class' ? `${read.class} ${read.how} ${read.rung}` : read.because;

describe('a class in JSON', () => {
  it.each([
    ['[{"id":"0","label":"safe"}]', 'safe exact strict', 'safe'],
    ['[{"id":"0","label":"SAFE"}]', 'safe casefold strict', null],
    ['[{"id":"0","label":" unsafe "}]', 'unsafe trimmed strict', null],
    ['[{"id":"0","label":"safe."}]', 'safe punctuation strict', null],
    ['```json\n[{"label":"unsafe"}]\n```', 'unsafe exact fenced', null],
    ['<think>hm</think>[{"label":"unsafe"}]', 'unsafe exact strict', null],
    ['[{"label":"unsure"}]', 'class-not-in-set', null],
    ['[{"label":"unsafe or safe"}]', 'class-not-in-set', null],
    ['[{"id":"safe"}]', 'path-missing', null],
    ['[]', 'path-missing', null],
    ['{"label":"safe"}', 'path-missing', null],
    ['[{"label":null}]', 'class-not-in-set', null],
    ['[{"label":{"a":1}}]', 'path-missing', null],
    ['[{"label":"sa', 'truncated', null],
    ['":"safe"}]', 'unparseable', null],
    ['safe', 'unparseable', null],
    ['', 'empty', null],
  ])('%j → %s', (text, wanted, strict) => {
    expect(brief(extractClass(text, ladder))).toBe(wanted);
    expect(strictClass(extractClass(text, ladder))).toBe(strict);
  });

  it.each([
    ['label', 'As in [1] and [2]: {"label":"unsafe"}'],
    ['[0].label', 'For {"id":"7"} I say [{"label":"unsafe"}]'],
    ['rows[0].label', 'Of [1]: {"rows":[{"label":"unsafe"}]}'],
  ])('at %s is looked for past brackets of another kind', (classPath, text) => {
    expect(brief(extractClass(text, { ...ladder, classPath }))).toBe('unsafe exact preamble');
  });

  it('without a path may stand in a list as in an object', () => {
    const task: ClassifyTask = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json' };
    for (const json of ['["unsafe"]', '{"is":"unsafe"}'])
      expect(brief(extractClass(`I say ${json}`, task))).toBe('unsafe exact preamble');
  });

  it('without a path takes the only leaf that spells a class', () => {
    const task: ClassifyTask = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json' };
    expect(brief(extractClass('{"id":"7","verdict":{"is":"unsafe"}}', task))).toBe('unsafe exact strict');
    expect(brief(extractClass('{"first":"safe","second":"unsafe"}', task))).toBe('several-classes');
    expect(brief(extractClass('{"first":"maybe"}', task))).toBe('class-not-in-set');
  });

  it('reads numbers as the classes that spell them', () => {
    const task: ClassifyTask = { kind: 'classify', classes: ['0', '1'], answer: 'json', classPath: 'y' };
    expect(brief(extractClass('{"y":1}', task))).toBe('1 exact strict');
  });
});

describe('a class as text', () => {
  it.each([
    ['<think>', '</think>'],
    ['<thinking>', '</thinking>'],
    ['[THINK]', '[/THINK]'],
  ])('is what stands behind %s', (open, close) => {
    expect(extractClass(`${open}unsafe?${close}\nsafe`, verdict)).toMatchObject({ class: 'safe', thinking: true });
    expect(extractClass(`unsafe?${close}safe`, verdict)).toMatchObject({ class: 'safe', thinking: true });
    expect(brief(extractClass(`${open}it is safe`, verdict))).toBe('truncated');
  });

  it('is the longest that stands there, in whatever order they are declared', () => {
    for (const classes of [
      ['safe', 'safe enough'],
      ['safe enough', 'safe'],
    ])
      expect(brief(extractClass('The ladder is safe enough', { ...verdict, classes }))).toBe(
        'safe enough mentioned preamble',
      );
  });

  it.each([
    ['unsafe', 'unsafe exact strict'],
    [' safe\n', 'safe exact strict'],
    ['Unsafe', 'unsafe casefold strict'],
    ['**safe**.', 'safe punctuation strict'],
    ['The ladder is unsafe', 'unsafe mentioned preamble'],
    ['unsafe because of the brick', 'unsafe mentioned run-on'],
    ['It is unsafe here.', 'unsafe mentioned embedded'],
    ['safe or unsafe', 'several-classes'],
    ['This is not safe', 'class-not-in-set'],
    ['not safe', 'class-not-in-set'],
    ['İki: the ladder is UNSAFE', 'unsafe mentioned preamble'],
    ["It isn't really safe", 'class-not-in-set'],
    ['fail-safe design', 'class-not-in-set'],
    ['Is it safe?', 'class-not-in-set'],
    ['so: !safe', 'class-not-in-set'],
    ['safety first', 'class-not-in-set'],
    ['unsafely placed', 'class-not-in-set'],
    ['<think>safe? no.</think>unsafe', 'unsafe exact strict'],
    ['<think>safe', 'truncated'],
    ['\u0000\u0007', 'class-not-in-set'],
    ['\ud800safe\udc00', 'safe mentioned embedded'],
  ])('%j → %s', (text, wanted) => {
    expect(brief(extractClass(text, verdict))).toBe(wanted);
  });

  it.each([
    ['(A)', '(A) exact strict'],
    ['A', '(A) punctuation strict'],
    ['Answer: (B)', '(B) mentioned preamble'],
    ['(A) or (B)', 'several-classes'],
    ['CC(A)C', 'class-not-in-set'],
  ])('letters in brackets: %j → %s', (text, wanted) => {
    expect(brief(extractClass(text, letters))).toBe(wanted);
  });

  it.each([
    ['Answer: A', 'A mentioned preamble'],
    ['A. The ladder', 'A mentioned run-on'],
    ['A ladder leans', 'class-not-in-set'],
    ['a', 'A casefold strict'],
    ['give me a', 'class-not-in-set'],
  ])('one-letter classes are also words: %j → %s', (text, wanted) => {
    expect(brief(extractClass(text, bare))).toBe(wanted);
  });

  it.each([
    ['1', '1 exact strict'],
    ['"1".', '1 punctuation strict'],
    ['- 1', '1 punctuation strict'],
    ['Score: 1', '1 mentioned preamble'],
    ['-1', 'class-not-in-set'],
    ['.1', 'class-not-in-set'],
    ['<1', 'class-not-in-set'],
    ['1%', 'class-not-in-set'],
    ['Score: -1', 'class-not-in-set'],
    ['Score: 1.5', 'class-not-in-set'],
    ['Score: 11', 'class-not-in-set'],
  ])('a sign makes another number: %j → %s', (text, wanted) => {
    expect(brief(extractClass(text, { kind: 'classify', classes: ['0', '1'], answer: 'text' }))).toBe(wanted);
  });

  it('does not strip what changes the meaning', () => {
    expect(brief(extractClass('!safe', ladder))).toBe('unparseable');
    expect(brief(extractClass('[{"label":"!safe"}]', ladder))).toBe('class-not-in-set');
    expect(brief(extractClass('[{"label":"safe?"}]', ladder))).toBe('class-not-in-set');
  });

  it('prefers the longer class where two overlap', () => {
    const task: ClassifyTask = { kind: 'classify', classes: ['safe', 'very safe'], answer: 'text' };
    expect(brief(extractClass('It looks very safe to me', task))).toBe('very safe mentioned embedded');
  });

  it('concludes nothing where folding makes two classes one', () => {
    const task: ClassifyTask = { kind: 'classify', classes: ['US', 'us'], answer: 'text' };
    expect(brief(extractClass('US', task))).toBe('US exact strict');
    expect(brief(extractClass('Us', task))).toBe('class-not-in-set');
  });

  it('does not search a megabyte, and keeps the surface short', () => {
    const read = extractClass(`safe ${'x '.repeat(500_000)}`, verdict);
    expect(brief(read)).toBe('class-not-in-set');
    expect(read.state === 'no-class' ? read.surface?.length : 0).toBe(200);
  });
});
