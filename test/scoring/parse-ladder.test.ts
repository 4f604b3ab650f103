import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { climbLadder } from '../../src/scoring/parse-ladder.ts';

const ANSWER = '[{"id":"0","label":"safe"}]';
const rung = (text: string, want: 'array' | 'object' | 'any' = 'array'): string => climbLadder(text, want).rung;

describe('each rung forgives one thing more', () => {
  it.each([
    ['strict', ANSWER],
    ['strict', `\n\t ${ANSWER}\r\n`],
    ['fenced', `\`\`\`json\n${ANSWER}\n\`\`\``],
    ['fenced', `\`\`\`${ANSWER}\`\`\`\n`],
    ['fenced', `\`\`\`json\n${ANSWER}\n`],
    ['run-on', `${ANSWER}<|im_end|>\nuser`],
    ['run-on', `${ANSWER}${ANSWER}`],
    ['preamble', `Here you go: ${ANSWER}`],
    ['embedded', `Here you go: ${ANSWER} Anything else?`],
    ['truncated', '[{"id":"0","lab'],
    ['truncated', 'Sure: [{"id":"0","label":"safe"}'],
    ['none', '":"safe"}]'],
    ['none', 'safe'],
    ['none', "[{'id': '0'}]"],
    ['empty', ''],
    ['empty', ' \n\u00a0'],
  ])('%s: %j', (wanted, text) => {
    expect(rung(text)).toBe(wanted);
  });

  it('takes the first value of the wanted kind, not the first value', () => {
    const text = 'See [1] for {"a":1}';
    expect(climbLadder(text, 'object')).toMatchObject({ rung: 'preamble', start: 12, end: 19 });
    expect(climbLadder(text, 'array')).toMatchObject({ rung: 'embedded', start: 4, end: 7 });
  });

  it('returns whole-text JSON of another kind for the caller to judge', () => {
    expect(climbLadder('{"items":[{"label":"safe"}]}', 'array')).toMatchObject({ rung: 'strict', start: 0 });
  });

  it('does not look for an answer inside one that was cut', () => {
    expect(rung('{"items":[{"label":"safe"}],"next":', 'array')).toBe('truncated');
  });

  it('skips prose in brackets', () => {
    expect(rung(`{see [the note]} ${ANSWER}`)).toBe('preamble');
  });

  it('is not Python: NaN is no JSON', () => {
    expect(rung('[NaN]')).toBe('none');
  });

  it('flags duplicate keys and keeps __proto__ as data', () => {
    expect(climbLadder('{"a":1,"a":2}', 'object')).toMatchObject({ rung: 'duplicate-keys', duplicateKeys: true });
    const read = climbLadder('{"__proto__":{"label":"safe"}}', 'object');
    expect(Object.keys(read.value ?? {})).toEqual(['__proto__']);
    expect(Reflect.has({}, 'label')).toBe(false);
  });
});

describe('reasoning blocks', () => {
  it.each([
    [`<think>is [1] safe?</think>\n${ANSWER}`, 'strict'],
    [`is {"a":1} safe?</think>\n\n${ANSWER}`, 'strict'],
    [`<think></think>\n\`\`\`json\n${ANSWER}\n\`\`\``, 'fenced'],
    ['<think>first I look at [{"label":"safe"}]', 'truncated'],
    ['<think>done</think>\n', 'empty'],
  ])('%j stands on %s', (text, wanted) => {
    expect(climbLadder(text, 'array')).toMatchObject({ rung: wanted, thinking: true });
  });

  it('does not mistake a string value for a block', () => {
    expect(climbLadder('[{"label":"a</think>b"}]', 'array')).toMatchObject({ rung: 'strict', thinking: false });
  });
});

describe('hostile text', () => {
  it.each([
    ['openers', '['.repeat(1_000_000)],
    ['object openers', '{"a":'.repeat(200_000)],
    ['late death', `${'['.repeat(200)}${'1,'.repeat(500_000)}x`],
    ['prose brackets', '{a'.repeat(500_000)],
    ['open string', `["${'a'.repeat(1_000_000)}`],
    ['control bytes', `[${'\u0000'.repeat(1_000_000)}`],
    ['lone surrogates', `["${'\ud800'.repeat(1_000_000)}"]x`],
    ['spaces', `${' '.repeat(1_000_000)}x`],
    ['fences', '```'.repeat(300_000)],
    ['blocks', '<think>'.repeat(150_000)],
  ])('one megabyte of %s has an outcome', (_, text) => {
    const read = climbLadder(text, 'array');
    expect(read.end).toBeLessThanOrEqual(text.length);
    expect(read.start).toBeLessThanOrEqual(read.end);
  });

  it('finds any JSON container again, wrapped or not', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), (value) => {
        const text = JSON.stringify(value);
        expect(rung(text)).toBe('strict');
        expect(climbLadder(`Answer: ${text} Done.`, 'array')).toMatchObject({
          rung: 'embedded',
          start: 8,
          end: 8 + text.length,
        });
        expect(climbLadder(text.slice(0, -1), 'array').value).toBeUndefined();
      }),
    );
  });
});
