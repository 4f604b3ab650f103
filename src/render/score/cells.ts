import type { ScoresReport } from '../../report/scores-report.ts';
import type { ScoreCell, ScoreTable } from './score-view.ts';

type Split = ScoresReport['card']['overall'];
type Share = Split['ours'];

/** Rows of one table; the JSON has them all. */
const MOST_ROWS = 100;

/** Cells and tables of a score view, from the figures of the scoring engine. */
export const cells = {
  text: (text: string): ScoreCell => ({ kind: 'text', text }),
  count: (count: number, ids: readonly string[] = []): ScoreCell => ({ kind: 'count', count, ids: [...ids] }),
  /** A share of rows that should be high: its ids are the rows that do not count. */
  share: ({ count, of, share: value, low, high, otherIds }: Share): ScoreCell => ({
    ...{ kind: 'share', value, count, of, low, high, behind: 'missed' },
    ...(otherIds === undefined ? {} : { ids: [...otherIds] }),
  }),
  /** A share of rows that should be low: its ids are the rows that count. */
  fault: ({ count, of, share: value, low, high, ids }: Share, given = ids): ScoreCell => ({
    ...{ kind: 'share', value, count, of, low, high, behind: 'counted' },
    ...(given === undefined ? {} : { ids: [...given] }),
  }),
  number: (value: number | null, ids: readonly string[] = []): ScoreCell => ({
    ...{ kind: 'number', value, low: null, high: null },
    ...(ids.length === 0 ? {} : { ids: [...ids] }),
  }),
} as const;

/** Titles that begin with `#` head numbers, with `?` explanations. */
export function scoreTable(
  title: string,
  titles: readonly string[],
  rows: readonly (readonly ScoreCell[])[],
): ScoreTable {
  return {
    title,
    columns: titles.map((text) => ({
      title: text.replace(/^[#?]/, ''),
      number: text.startsWith('#'),
      ...(text.startsWith('?') ? { explains: true } : {}),
    })),
    rows: rows.slice(0, MOST_ROWS).map((row) => [...row]),
    more: Math.max(0, rows.length - MOST_ROWS),
  };
}
