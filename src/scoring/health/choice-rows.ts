import { firstSeen } from '../../lib/first-seen.ts';
import { type EnumeratedOptions, enumeratedOptions } from './enumerated-options.ts';
import type { ChoiceRow } from './option-positions.ts';
import type { RowSequence } from './row-sequence.ts';
import { spreadRows } from './spread-rows.ts';

export interface ChoiceQuestion {
  readonly question: string;
  /** The right answer as the model should write it: `B`, `(B)`, `B) text`, or the text of the option. */
  readonly answer: string;
  /** What the model answered; undefined where it was not asked. */
  readonly chosen?: string | undefined;
}

export interface Choices {
  /** Of every row given, in order; undefined where it is no multiple-choice question. */
  readonly rows: readonly (ChoiceRow | undefined)[];
  readonly options: number;
}

/** Rows that must be multiple-choice questions of one length before any is taken for one: a numbered list may stand in any prompt. */
const UNMISTAKABLE = 0.9;
const FEWEST_ROWS = 20;
/** Of 200 rows of which nine tenths are questions of this kind, fewer than three quarters are so by chance never. */
const LOOK = 200;
const LIKELY = 0.75;
/** Where most rows list the same options in the same order a place is a class, and its share is the balance of the classes. */
const MOST_ALIKE = 0.5;

/** Reads rows as multiple-choice questions; null unless nearly all of them are, with options of their own. */
export function choiceRows(questions: RowSequence<ChoiceQuestion>): Choices | null {
  if (questions.length < FEWEST_ROWS || !mayBeChoices(questions)) return null;
  const read = readChoices(questions);
  const options = mostFrequent(read.sizes)?.item ?? 0;
  const rows = read.choices.map((choice, at) => (read.sizes[at] === options ? choice : undefined));
  const usable = rows.filter((row) => row !== undefined).length;
  if (options < 2 || usable < UNMISTAKABLE * questions.length) return null;
  return (mostFrequent(read.lists)?.count ?? 0) > MOST_ALIKE * questions.length ? null : { rows, options };
}

interface ReadChoices {
  /** Of each question: how many options it lists, the first row that lists the same ones, and what is right and chosen among its own. */
  readonly sizes: readonly number[];
  readonly lists: readonly number[];
  readonly choices: readonly (ChoiceRow | undefined)[];
}

/** Row by row, because the texts of all options are as large as the data. */
function readChoices(questions: RowSequence<ChoiceQuestion>): ReadChoices {
  const seen = firstSeen();
  const [sizes, lists, choices]: [number[], number[], (ChoiceRow | undefined)[]] = [[], [], []];
  for (const row of questions) {
    const options = enumeratedOptions(row.question);
    // The last option of an inline list runs on into what follows it.
    const list = options?.texts.slice(0, -1).join('\n') ?? '';
    lists.push(seen.note(list, lists.length) ?? lists.length);
    sizes.push(options?.markers.length ?? 0);
    choices.push(options === null ? undefined : choiceOf(row, options));
  }
  return { sizes, lists, choices };
}

/** A look at a few rows spares the others where no questions list options. */
function mayBeChoices(questions: RowSequence<ChoiceQuestion>): boolean {
  const few = Array.from(spreadRows(questions, LOOK), (row) => enumeratedOptions(row?.question ?? ''));
  return few.filter((options) => options !== null).length >= LIKELY * few.length;
}

function mostFrequent(items: readonly number[]): { readonly item: number; readonly count: number } | undefined {
  const counts = new Map<number, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  const [best] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return best === undefined ? undefined : { item: best[0], count: best[1] };
}

function choiceOf({ answer, chosen }: ChoiceQuestion, options: EnumeratedOptions): ChoiceRow | undefined {
  const right = placeOf(answer, options);
  if (right === undefined) return undefined;
  return chosen === undefined ? { right } : { right, chosen: placeOf(chosen, options) ?? null };
}

const NAMED = /^[\s("[]*([A-Z]|[1-9]\d?)(?:[\s)\]".:]|$)/;

/** By its text where one option alone has it, else by its marker: an option may read `A` itself. */
function placeOf(answer: string, { markers, texts }: EnumeratedOptions): number | undefined {
  const same = texts.flatMap((text, place) => (text === answer.trim() ? [place] : []));
  if (same.length === 1) return same[0];
  const place = markers.indexOf(NAMED.exec(answer)?.[1] ?? '');
  return place === -1 ? undefined : place;
}
