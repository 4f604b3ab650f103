import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPromptLeak } from '../../src/scoring/find-prompt-leak.ts';
import { findRepetition } from '../../src/scoring/find-repetition.ts';
import { foreignTerms } from '../../src/scoring/foreign-terms.ts';

describe('loops at the end', () => {
  it('finds a loop that the length limit cut in the middle', () => {
    const text = `{"label":"safe"}${'safe unsafe '.repeat(5)}safe un`;
    expect(findRepetition(text)).toMatchObject({ period: 12, length: 67, start: 16 });
  });

  it.each([
    ['an ordinary answer', '[{"id":"0","label":"unsafe"}]'],
    ['three turns', 'abcdefgh '.repeat(3)],
    ['four short turns', 'abab'],
    ['a list of numbers', '[171, 417, 538, 590, 12, 8, 44]'],
    ['a loop that ended', `${'ab'.repeat(40)} and then the answer: safe`],
    ['nothing', ''],
  ])('leaves %s alone', (_, text) => {
    expect(findRepetition(text)).toBeNull();
  });

  it('needs sixteen of one symbol, twelve ids of a longer loop', () => {
    expect(findRepetition(`ok${'.'.repeat(15)}`)).toBeNull();
    expect(findRepetition(`ok${'.'.repeat(16)}`)).toMatchObject({ period: 1, turns: 16 });
    expect(findRepetition([9, ...Array(4).fill([1, 2, 3]).flat()])).toMatchObject({ period: 3, turns: 4, start: 1 });
    expect(findRepetition(Int32Array.from([9, 1, 2, 3, 1, 2, 3, 1, 2, 3]))).toBeNull();
  });

  it('agrees with counting by hand', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1), { maxLength: 40 }), (ids) => {
        let longest = 0;
        for (let length = 12; length <= ids.length; length++) {
          const tail = ids.slice(-length);
          for (let period = 1; period * 4 <= length; period++) {
            if (period === 1 && length < 16) continue;
            if (tail.every((id, at) => at < period || id === tail[at - period])) longest = length;
          }
        }
        expect(findRepetition(ids)?.length ?? 0).toBe(longest);
      }),
    );
  });

  it('takes a megabyte', () => {
    expect(findRepetition(`${'x'.repeat(500_000)}${'ab\u0000\ud800'.repeat(125_000)}`)).toMatchObject({ period: 4 });
  });
});

describe('the prompt in the output', () => {
  const prompt = 'system\nYou classify ladders.\nuser\nInspect the ladder on the roof.\nassistant\n';

  it('finds it and where the answer starts', () => {
    expect(findPromptLeak({ output: `${prompt}safe`, prompts: [prompt] })).toEqual({
      by: 'text',
      whole: true,
      isMarked: false,
      answerStart: prompt.length - 1,
    });
    expect(findPromptLeak({ output: ` ${prompt.replace(/\n/g, ' ')} safe`, prompts: [prompt] })?.whole).toBe(true);
    expect(findPromptLeak({ output: prompt.slice(0, 50), prompts: [prompt] })).toMatchObject({
      whole: false,
      answerStart: null,
    });
    expect(
      findPromptLeak({
        output: 'Inspect the ladder on the roof. safe',
        prompts: [prompt, 'Inspect the ladder on the roof.'],
      })?.whole,
    ).toBe(true);
  });

  it('stays silent on an answer, a short prompt and a task that repeats the prompt', () => {
    expect(findPromptLeak({ output: 'safe', prompts: [prompt] })).toBeNull();
    expect(findPromptLeak({ output: 'system is fine', prompts: [prompt] })).toBeNull();
    expect(findPromptLeak({ output: 'yes, it is', prompts: ['yes'] })).toBeNull();
    expect(findPromptLeak({ output: `${prompt}!`, prompts: [prompt], target: `${prompt}.` })).toBeNull();
  });

  it('compares ids when the text says nothing', () => {
    const promptIds = Array.from({ length: 40 }, (_, id) => id);
    expect(findPromptLeak({ output: '', prompts: [], outputIds: [...promptIds, 7], promptIds })).toMatchObject({
      by: 'ids',
      whole: true,
    });
    expect(findPromptLeak({ output: '', prompts: [], outputIds: promptIds.slice(0, 31), promptIds })).toBeNull();
    expect(findPromptLeak({ output: '', prompts: [], outputIds: [1, 2, 3], promptIds: [1, 2] })).toBeNull();
  });
});

describe('vocabulary of another domain', () => {
  const slips = Array.from({ length: 40 }, (_, n) => `{"patient":"P${n}","drug":"Aspirin","strength":"${n}mg"}`);
  const receipts = Array.from({ length: 12 }, (_, n) => `{"item":"Latte","total":"Change due","price":"$${n}.50"}`);

  it('names the words of each and to whom they are foreign', () => {
    const terms = foreignTerms([
      { name: 'slip', texts: slips },
      { name: 'receipt', texts: receipts },
    ]);
    const words = (name: string): string[] => (terms.get(name) ?? []).map(({ term }) => term);
    expect(words('receipt')).toEqual(expect.arrayContaining(['latte', 'change', 'total', '$']));
    expect(words('slip')).toEqual(expect.arrayContaining(['patient', 'aspirin']));
    expect(terms.get('receipt')?.every(({ foreignTo }) => foreignTo.includes('slip'))).toBe(true);
  });

  it('ranks them by the z-score of Monroe, Colaresi and Quinn, equal ones by name', () => {
    const twenty = (text: string): string[] => new Array<string>(20).fill(text);
    const terms = foreignTerms([
      { name: 'receipt', texts: twenty('total cash name') },
      { name: 'slip', texts: twenty('tablet daily name') },
    ]).get('receipt');
    // Of 60 words 20 are "total", of the 60 others none; a prior of a fifth of all words gives it 4 of 24 on either side.
    const z = (Math.log(24 / 60) - Math.log(4 / 80)) / Math.sqrt(1 / 24 + 1 / 4);
    expect(terms?.map(({ term }) => term)).toEqual(['cash', 'total']);
    expect(terms?.[0]).toEqual({ term: 'cash', z: expect.closeTo(z, 12), count: 20, foreignTo: ['slip'] });
  });

  it('finds nothing between two halves of one domain', () => {
    const terms = foreignTerms([
      { name: 'a', texts: slips.slice(0, 20) },
      { name: 'b', texts: slips.slice(20) },
    ]);
    expect([...terms.values()].flat()).toEqual([]);
    expect(foreignTerms([{ name: 'only', texts: slips }]).get('only')).toEqual([]);
    expect(foreignTerms([])).toEqual(new Map());
  });
});
