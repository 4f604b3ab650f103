import { type Proportion, proportion } from '../proportion.ts';
import { type AskedQuestion, textOf } from './repeated-questions.ts';
import { type RowList, rowList } from './row-list.ts';

export interface QuestionAnswer extends AskedQuestion {
  /** Undefined for a row without an answer, which is left out. */
  readonly answer: string | undefined;
}

export interface AnswerConflicts {
  /** Rows whose question another row has with another answer. */
  readonly conflicting: RowList;
  readonly groups: readonly { readonly rows: RowList; readonly answers: number }[];
  /** The most that any model can get right: the most frequent answer of every question (the Bayes ceiling of these rows). */
  readonly ceiling: Proportion;
  /** Rows of the largest group of equal questions, conflicting or not: most of the rows means that the questions collapsed. */
  readonly largestGroup: number;
}

const MOST_GROUPS = 100;

/** Equal questions with different answers. Questions are compared in NFC without outer space, and with their images. */
export function answerConflicts(rows: readonly QuestionAnswer[]): AnswerConflicts {
  const questions = new Map<string, Map<string, number[]>>();
  for (const [row, asked] of rows.entries()) {
    const { answer } = asked;
    if (answer === undefined) continue;
    const key = textOf(asked).normalize('NFC').trim();
    const answers = questions.get(key) ?? new Map<string, number[]>();
    const same = answers.get(answer.trim());
    if (same === undefined) answers.set(answer.trim(), [row]);
    else same.push(row);
    questions.set(key, answers);
  }
  const all = [...questions.values()].map((answers) => [...answers.values()]);
  const sizes = all.map((answers) => answers.map(({ length }) => length));
  const reachable = sizes.reduce((sum, counts) => sum + largestOf(counts), 0);
  const conflicts = all.filter((answers) => answers.length > 1);
  const groups = conflicts.map((answers) => ({ rows: rowList(ascending(answers.flat())), answers: answers.length }));
  return {
    conflicting: rowList(ascending(conflicts.flat(2))),
    groups: groups.sort((a, b) => b.rows.count - a.rows.count).slice(0, MOST_GROUPS),
    ceiling: proportion(reachable, rows.filter(({ answer }) => answer !== undefined).length),
    largestGroup: largestOf(sizes.map((counts) => counts.reduce((sum, count) => sum + count, 0))),
  };
}

function largestOf(counts: readonly number[]): number {
  return counts.reduce((largest, count) => Math.max(largest, count), 0);
}

function ascending(rows: readonly number[]): number[] {
  return rows.toSorted((a, b) => a - b);
}
