import { cellText } from './cell-text.ts';
import type { ScoreCell } from './score-view.ts';

/** More of them would be longer than what they name. */
const MOST_NAMES = 2;

/** What a row of a table is about: its texts in front of the first figure. Those behind explain. */
export function rowNames(row: readonly ScoreCell[]): readonly string[] {
  const figure = row.findIndex(({ kind }) => kind !== 'text');
  const texts = row.slice(0, figure === -1 ? row.length : figure).map((cell) => cellText(cell).text);
  return texts.filter((text) => text !== '').slice(0, MOST_NAMES);
}
