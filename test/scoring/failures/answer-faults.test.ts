import { describe, expect, it } from 'vitest';
import { classifyFailure } from '../../../src/scoring/failures/classify-failure.ts';
import type { FailureEvidence } from '../../../src/scoring/failures/failure-code.ts';
import { type FailureData, failureContext } from '../../../src/scoring/failures/failure-context.ts';
import type { FailureSample } from '../../../src/scoring/failures/failure-sample.ts';
import type { Task } from '../../../src/scoring/task.ts';

const FREE: Task = { kind: 'free' };
const LADDER: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: '[0].label' };
const OPTION: Task = { kind: 'classify', classes: ['(A)', '(B)'], answer: 'text' };

const evidenceOf = (sample: Partial<FailureSample>, data: FailureData): readonly FailureEvidence[] =>
  classifyFailure({ id: '1', output: '', ...sample }, failureContext(data)).evidence;
const codesOf = (...given: Parameters<typeof evidenceOf>) => evidenceOf(...given).map(({ code }) => code);

describe('an answer of special tokens or thoughts', () => {
  it.each([
    ['<|im_end|>', 'special tokens only'],
    ['</s>\n', 'special tokens only'],
    ['<think>The ladder stands well.</think>', 'a reasoning block and no answer after it'],
    ['<think>The ladder stands well.</think>\n<|im_end|>', 'a reasoning block and no answer after it'],
  ])('is empty: %j', (output, detail) => {
    expect(evidenceOf({ output }, { task: FREE })).toMatchObject([{ code: 'empty', detail }]);
  });

  it('is none where something is said', () => {
    expect(codesOf({ output: '<think>Well.</think> Yes.' }, { task: FREE })).toEqual([]);
    expect(codesOf({ output: '<b>' }, { task: FREE })).toEqual([]);
  });
});

describe('what follows an answer', () => {
  const SAFE = '[{"label":"safe"}]';
  it.each([
    [SAFE, 'a second value'],
    [' {"label":"unsafe"}', 'a second value'],
    ['\n```', 'a code fence'],
    ['<|im_end|>', 'an end-of-turn token, left in the text,'],
    ['<|im_end|>\n<|im_start|>user\n', 'the next turn of a conversation'],
    ['\nuser\nAnd this one?', 'the next turn of a conversation'],
    ['\n### Instruction: go on', 'the next turn of a conversation'],
    [' The user stands well.', 'more text'],
  ])('%j is told from the rest', (rest, kind) => {
    const [first] = evidenceOf({ output: `${SAFE}${rest}`, gold: 'safe' }, { task: LADDER });
    expect(first).toMatchObject({ code: 'run-on', start: SAFE.length, detail: `${kind} after the answer` });
  });

  it('is told from what precedes it, and both from the fence between them', () => {
    const output = `Sure:\n\`\`\`json\n${SAFE}\n\`\`\`\nAnything else?`;
    const parts = evidenceOf({ output, gold: 'safe' }, { task: LADDER });
    expect(parts.map(({ code, start, end }) => [code, output.slice(start, end)])).toEqual([
      ['run-on', '\nAnything else?'],
      ['preamble', 'Sure:\n'],
      ['fenced', `\`\`\`json\n${SAFE}\n\`\`\``],
    ]);
  });
});

describe('free text', () => {
  const target = 'Please keep the ladder away from the wet floor.';
  const free = (output: string, finishReason?: string) =>
    codesOf({ output, target, ...(finishReason === undefined ? {} : { finishReason }) }, { task: FREE });

  it('is cut at the token limit, unless the right answer was complete by then', () => {
    expect(free('Please put the ladder', 'length')).toContain('cut');
    expect(free(`${target} And also`, 'length')).not.toContain('cut');
    expect(free(`\n${target} And also`, 'length')).not.toContain('cut');
    expect(codesOf({ output: 'Please keep', finishReason: 'length' }, { task: FREE })).toEqual(['cut']);
  });

  it('is cut inside a word of the right answer, and not where it may just be shorter', () => {
    expect(free('Please keep the ladder aw')).toContain('cut');
    expect(free('Please keep the ladder')).not.toContain('cut');
    expect(free('Plea')).not.toContain('cut');
    expect(free('Please keep the ladder aw', 'stop')).not.toContain('cut');
    expect(free(target)).toEqual([]);
  });
});

describe('another script', () => {
  const drift = (output: string, prompt: string) =>
    codesOf({ output, target: 'The meeting starts at three.', prompts: [prompt] }, { task: FREE });

  it('is a drift where neither the question nor the right answer has it', () => {
    expect(drift('회의는 세 시에 시작합니다', 'When does it start?')).toEqual(['language-drift']);
    expect(drift('회의는 세 시에 시작합니다', 'When does it start, 오전?')).toEqual([]);
  });

  it('is none between the scripts of one language: Japanese is written in Han as in Kana', () => {
    const answers = Array.from({ length: 20 }, () => ({ text: 'とうきょう' }));
    const place = { output: '東京都千代田区', prompts: ['Where is it?'] };
    expect(codesOf({ ...place, target: 'とうきょうと' }, { task: FREE, answers })).not.toContain('language-drift');
    const english = Array.from({ length: 20 }, () => ({ text: 'In Tokyo' }));
    expect(codesOf({ ...place, target: 'In Tokyo' }, { task: FREE, answers: english })).toContain('language-drift');
  });

  it('is none in a word or two of an answer', () => {
    expect(drift('The meeting (회의) starts at three.', 'When does it start?')).toEqual([]);
    expect(drift('3:00, 15:00', 'When does it start?')).toEqual([]);
  });
});

describe('a class', () => {
  it('may be another word, several, in other letters, or not there at all', () => {
    const option = (output: string) => evidenceOf({ output, target: '(A)', gold: '(A)' }, { task: OPTION });
    const invalid = (detail: string) =>
      expect.objectContaining({ code: 'class-invalid', detail: expect.stringContaining(detail) });
    expect(option('(A) or (B)')).toContainEqual(invalid('more than one'));
    expect(option('neither of them')).toContainEqual(invalid('none of'));
    // White space around the whole answer is no spelling, and around a JSON text it is.
    expect(option(' (A)\n')).toEqual([]);
    const ladder = (output: string) => codesOf({ output, gold: 'safe' }, { task: LADDER });
    expect(ladder('[{"label":" safe "}]')).toEqual(['class-respelled']);
    expect(ladder('[{"name":"safe"}]')).toContain('key-missing');
    expect(ladder('no idea')).toEqual(['unparseable']);
  });
});

describe('a detector', () => {
  it('that fires on right answers is not trusted for those of this kind', () => {
    const answers = Array.from({ length: 20 }, (_, at) => ({
      text: at < 5 ? "I'm sorry, I cannot help with that." : `Yes ${at}`,
    }));
    const output = 'I cannot assist with this.';
    expect(codesOf({ output }, { task: FREE, answers })).toEqual([]);
    expect(codesOf({ output }, { task: FREE, answers: answers.slice(5) })).toEqual(['refusal']);
  });
});
