import { firstSeen } from '../../lib/first-seen.ts';
import { type Proportion, proportion } from '../proportion.ts';
import { type AskedQuestion, textOf } from './repeated-questions.ts';
import { type RowList, rowList } from './row-list.ts';
import type { RowSequence } from './row-sequence.ts';

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
const NOWHERE = -1;

/** Equal questions with different answers. Questions are compared in NFC without outer space, and with their images. */
export function answerConflicts(rows: RowSequence<QuestionAnswer>): AnswerConflicts {
  const { answered, questions } = askedAgain(rows);
  const sizes = questions.map((answers) => answers.map(({ length }) => length));
  const outvoted = sizes.reduce((sum, counts) => sum + sumOf(counts) - largestOf(counts), 0);
  const conflicts = questions.filter((answers) => answers.length > 1);
  const groups = conflicts.map((answers) => ({ rows: rowList(ascending(answers.flat())), answers: answers.length }));
  return {
    conflicting: rowList(ascending(conflicts.flat(2))),
    groups: groups.sort((a, b) => b.rows.count - a.rows.count).slice(0, MOST_GROUPS),
    ceiling: proportion(answered - outvoted, answered),
    largestGroup: Math.max(largestOf(sizes.map(sumOf)), Math.min(1, answered)),
  };
}

interface AskedAgain {
  /** Rows with an answer. */
  readonly answered: number;
  /** Of each question that several rows ask the rows with each answer, all in order of appearance. */
  readonly questions: readonly (readonly (readonly number[])[])[];
}

/** Keeps numbers of rows and hashes of texts, since the texts may be most of what fits into memory. */
function askedAgain(rows: RowSequence<QuestionAnswer>): AskedAgain {
  const [asked, told] = [firstSeen(), firstSeen()];
  /** The first row with the same question, and with the same answer to it. */
  const [question, sameAnswer] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  const repeated = new Map<number, Map<number, number[]>>();
  let [row, answered] = [-1, 0];
  for (const asking of rows) {
    const { answer } = asking;
    question[++row] = NOWHERE;
    if (answer === undefined) continue;
    answered++;
    const first = asked.note(textOf(asking).normalize('NFC').trim(), row);
    question[row] = first ?? row;
    sameAnswer[row] = told.note(`${first ?? row} ${answer.trim()}`, row) ?? row;
    if (first !== undefined && !repeated.has(first)) repeated.set(first, new Map());
  }
  for (const [at, first] of question.entries()) {
    const answers = repeated.get(first);
    const earlier = sameAnswer[at] ?? at;
    const same = answers?.get(earlier);
    if (same === undefined) answers?.set(earlier, [at]);
    else same.push(at);
  }
  const inOrder = [...repeated].sort(([one], [other]) => one - other);
  return { answered, questions: inOrder.map(([, answers]) => [...answers.values()]) };
}

function largestOf(counts: readonly number[]): number {
  return counts.reduce((largest, count) => Math.max(largest, count), 0);
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function ascending(rows: readonly number[]): number[] {
  return rows.toSorted((a, b) => a - b);
}
