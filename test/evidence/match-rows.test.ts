import { describe, expect, it } from 'vitest';
import { MAX_CANDIDATES, rowMatcher } from '../../src/evidence/derive/match-rows.ts';
import { dataRow, dataSet, textRow } from '../support/evidence-builders.ts';

const chat = (user: string, answer = 'yes') =>
  dataRow([
    ['user', user],
    ['assistant', answer],
  ]);
const rule = 'Look at the ladder, at what it stands on and at what it leans on. ';
const best = (match: ReturnType<typeof rowMatcher>, text: string) => match(text)[0]?.index;

describe('the rows that a text may be a rendering of', () => {
  it('are those whose text it holds', () => {
    const { rows } = dataSet([chat('The ladder stands on a loose brick.'), chat('The ladder is tied off at the top.')]);
    expect(best(rowMatcher(rows), '<u>The ladder is tied off at the top.<a>yes')).toBe(1);
  });

  it('are none for a text that holds nothing of them', () => {
    const { rows } = dataSet([chat('The ladder stands on a loose brick.')]);
    expect(rowMatcher(rows)('<u>What is the capital of the country?<a>Rome')).toEqual([]);
  });

  it.each([
    ['at the beginning', (i: number) => `Ladder ${i}. ${rule.repeat(20)}`],
    ['in the middle', (i: number) => `${rule.repeat(10)}Ladder ${i}. ${rule.repeat(10)}`],
    ['at the end', (i: number) => `${rule.repeat(20)}Ladder ${i}.`],
  ])('differ in one number %s', (_, write) => {
    const { rows } = dataSet(Array.from({ length: 200 }, (_, i) => chat(write(i + 100))));
    const match = rowMatcher(rows);
    for (const i of [0, 64, 65, 130, 199]) expect(best(match, `<u>${write(i + 100).trim()}<a>yes`)).toBe(i);
  });

  it('are told apart among thousands that one template wrote', () => {
    const place = (i: number) => `${rule.repeat(4)}Seen: ladder ${i}, box ${(i * 7919) % 10_007}. ${rule.repeat(4)}`;
    const { rows } = dataSet(Array.from({ length: 5000 }, (_, i) => chat(place(i))));
    const match = rowMatcher(rows);
    for (const i of [0, 10, 1234, 4999]) expect(best(match, `<u>${place(i).trim()}<a>yes`)).toBe(i);
  });

  it('are, of rows with one question, the one whose answer the text holds', () => {
    const answers = Array.from({ length: 40 }, (_, i) => `ladder number ${i}`);
    const { rows } = dataSet(answers.map((answer) => chat(rule, answer)));
    expect(best(rowMatcher(rows), `<u>${rule.trim()}<a>ladder number 27<e>`)).toBe(27);
  });

  it('are found from short turns, the longest first', () => {
    const { rows } = dataSet([chat('No. 1'), chat('No. 12'), chat('No. 2')]);
    expect(best(rowMatcher(rows), '<u>No. 12<a>yes<e>')).toBe(1);
  });

  it('are found from text rows', () => {
    const { rows } = dataSet([textRow(`${rule}A: yes`), textRow(`${rule}A: no, it is not`)]);
    expect(best(rowMatcher(rows), `${rule}A: no, it is not<e>`)).toBe(1);
  });

  it('are never very many', () => {
    const { rows } = dataSet(Array.from({ length: 500 }, () => chat(rule)));
    expect(rowMatcher(rows)(`<u>${rule}<a>yes`).length).toBeLessThanOrEqual(2 * MAX_CANDIDATES);
  });
});
