import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/lib/statistics/seeded-random.ts';
import { repeatedTexts } from '../../../src/scoring/health/repeated-texts.ts';

/** Shingles as the specification has them: five words, or seven characters of a text of fewer than twelve words. */
function shinglesOf(text: string): ReadonlySet<string> {
  const words = text.split(' ').filter((word) => word !== '');
  const [parts, size, joint] = words.length < 12 ? [[...text], 7, ''] : [words, 5, ' '];
  const windows = Array.from({ length: Math.max(1, parts.length - size + 1) }, (_, at) => parts.slice(at, at + size));
  return new Set(windows.map((window) => window.join(joint)));
}

function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = [...left].filter((shingle) => right.has(shingle)).length;
  return shared / (left.size + right.size - shared);
}

const ROWS = 2_000;

/** Texts of 20 to 60 words; a third repeats an earlier one with none, one or two words changed. */
function madeTexts(): readonly string[] {
  const random = seededRandom(17);
  const number = (below: number): number => Math.floor(random() * below);
  const word = (): string => `w${number(3_000)}`;
  const texts: string[] = [];
  for (let row = 0; row < ROWS; row++) {
    const source = texts[number(texts.length)];
    const words =
      row % 3 === 0 && source !== undefined ? source.split(' ') : Array.from({ length: 20 + number(40) }, word);
    for (let change = number(3); change > 0; change--) words[number(words.length)] = word();
    texts.push(words.join(' '));
  }
  return texts;
}

/** The closest earlier text of each, if it is near: every pair compared that has a shingle in common, which all near ones have. */
function closestByAllPairs(texts: readonly string[]): ReadonlyMap<number, number> {
  const sets = texts.map(shinglesOf);
  const members = new Map<string, number[]>();
  const found = new Map<number, number>();
  for (const [row, set] of sets.entries()) {
    const earlier = new Set([...set].flatMap((shingle) => members.get(shingle) ?? []));
    const best = Math.max(0, ...[...earlier].map((other) => likeness(set, sets[other] ?? new Set())));
    if (best >= 0.8) found.set(row, best);
    for (const shingle of set) members.set(shingle, [...(members.get(shingle) ?? []), row]);
  }
  return found;
}

describe('the search for texts that are repeated', () => {
  const texts = madeTexts();
  const nearest = closestByAllPairs(texts);

  it('finds in 2,000 rows what comparing all pairs finds, and nothing else', () => {
    const { pairs, complete } = repeatedTexts(texts, []).within();
    expect(complete).toBe(true);
    expect(nearest.size).toBeGreaterThan(250);
    expect(pairs.map(({ second }) => second)).toEqual([...nearest.keys()]);
    for (const { first, second, similarity, exact } of pairs) {
      expect(similarity).toBeCloseTo(nearest.get(second) ?? 0, 9);
      expect(similarity).toBeCloseTo(likeness(shinglesOf(texts[first] ?? ''), shinglesOf(texts[second] ?? '')), 9);
      expect(exact).toBe(texts[first] === texts[second]);
    }
  });

  it('finds between two lists what it finds in one', () => {
    const [train, asked] = [texts.slice(0, 1_500), texts.slice(1_500)];
    const { pairs } = repeatedTexts(train, asked).across();
    const within = repeatedTexts(texts, []).within().pairs;
    const expected = within.filter(({ first, second }) => second >= 1_500 && first < 1_500);
    expect(expected.length).toBeGreaterThan(10);
    for (const { first, second, similarity } of expected)
      expect(pairs).toContainEqual(expect.objectContaining({ first, second: second - 1_500, similarity }));
  });

  it('knows no text that is not 0.8 of another, whatever the texts', () => {
    const words = fc.array(fc.constantFrom('door', 'wall', 'roof', 'yard', 'belt'), { minLength: 1, maxLength: 20 });
    const lists = fc.array(
      words.map((all) => all.join(' ')),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(lists, lists, (first, second) => {
        for (const pair of repeatedTexts(first, second).across().pairs) {
          const [one, other] = [first[pair.first] ?? '', second[pair.second] ?? ''];
          expect(pair.exact).toBe(one === other);
          expect(pair.similarity).toBeGreaterThanOrEqual(0.8);
          expect(likeness(shinglesOf(one), shinglesOf(other))).toBeCloseTo(pair.similarity, 9);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('texts that are equal', () => {
  const repeatsOf = (first: readonly string[], second: readonly string[]) =>
    repeatedTexts(first, second).across().pairs;

  it('are so whatever their white space, and nearly so whatever their case and width', () => {
    const others = ['Is it\n\tsafe?', 'is it safe?', 'ＩＳ it\u00a0safe? ', 'is itsafe?'];
    expect(repeatsOf(['Is it  safe?'], others)).toEqual([
      { first: 0, second: 0, exact: true, similarity: 1 },
      { first: 0, second: 1, exact: false, similarity: 1 },
      { first: 0, second: 2, exact: false, similarity: 1 },
    ]);
  });

  it('are other texts where case says another thing: benzene is not cyclohexane', () => {
    const [benzene, cyclohexane] = ['Name c1ccccc1', 'Name C1CCCCC1'];
    expect(repeatsOf([benzene], [cyclohexane])).toMatchObject([{ exact: false }]);
    expect(repeatsOf([benzene, cyclohexane], [cyclohexane])).toMatchObject([{ first: 1, exact: true }]);
  });

  it('are paired with the first of them, and empty ones with none', () => {
    const { within, across } = repeatedTexts(['a', '', 'b', 'a', ' ', 'a'], ['', 'a']);
    expect(within().pairs.map(({ first, second }) => [first, second])).toEqual([
      [0, 3],
      [0, 5],
    ]);
    expect(across().pairs.map(({ first, second }) => [first, second])).toEqual([[0, 1]]);
  });

  it('are found in any number, of any script', () => {
    for (const text of [
      '😀'.repeat(40),
      '安全な梯子を使う'.repeat(9),
      'ปลอดภัยหรือไม่'.repeat(9),
      'one',
      'x'.repeat(100_000),
    ]) {
      const { pairs, complete } = repeatedTexts(
        Array.from({ length: 50 }, () => text),
        [],
      ).within();
      expect([pairs.length, pairs.every(({ first, exact }) => first === 0 && exact), complete]).toEqual([
        49,
        true,
        true,
      ]);
    }
  });
});

describe('a prompt template', () => {
  const prompt = (at: number) =>
    `You inspect building sites for hazards. Report ${at * 7919} says: ladder ${at} leans on wall ${at * 31} beside door ${at * 17} near rope ${at * 3}. Answer safe or unsafe, and nothing else at all.`;

  it('makes no text a repetition of another', () => {
    const texts = Array.from({ length: 60 }, (_, at) => prompt(at + 1));
    expect(repeatedTexts(texts.slice(0, 40), texts.slice(40)).across()).toEqual({ pairs: [], complete: true });
  });

  it('hides no repetition', () => {
    const texts = Array.from({ length: 40 }, (_, at) => prompt(at + 1));
    const changed = prompt(7).replace('hazards', 'HAZARDS');
    expect(repeatedTexts(texts, [changed]).across().pairs).toMatchObject([{ first: 6, exact: false, similarity: 1 }]);
  });

  it('is none where only the beginning of long texts is alike', () => {
    const long = 'one two three four five six seven '.repeat(4_000);
    expect(repeatedTexts([`${long}safe`], [`${long}unsafe`]).across().pairs).toMatchObject([{ exact: false }]);
  });
});
