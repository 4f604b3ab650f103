import type { Predictions } from '../evidence/predictions.ts';
import { countOf } from '../lib/count-of.ts';

/** Damage is told up to here; the rest is counted. */
const MOST_DAMAGE = 5;

export interface Known {
  readonly judged: number;
  /** Columns that were asked for. */
  readonly columns: readonly string[];
  /** Predictions whose prompt is known; null where prompts do not matter. */
  readonly prompts: number | null;
}

/** What was left out of the figures, or cannot be told from this file, in sentences. */
export function predictionNotes(
  { rows, total, damage, path }: Predictions,
  { judged, columns, prompts }: Known,
): readonly string[] {
  const cut = rows.filter(({ outputCut }) => outputCut).length;
  const unknown = columns.filter((column) => rows.every(({ metadata }) => (metadata?.[column] ?? null) === null));
  const left = total - rows.length;
  const notes = [
    judged === 0 &&
      'No row has gold or a target to compare with, so nothing can be called right or wrong; form and failures are counted. Add `gold` to every row.',
    judged > 0 &&
      judged < rows.length &&
      `${countOf(rows.length - judged, rows.length, 'rows')} have no usable gold and are in no accuracy.`,
    left > 0 &&
      `${countOf(rows.length, total, 'rows')} are in these figures; the others could not be read or repeat an id${left > damage.length ? ', or were left out by chance (fixed seed) because the file is too large to hold' : ''}.`,
    cut > 0 &&
      `${countOf(cut, rows.length, 'outputs')} are longer than 65,536 characters and were read up to there: an answer behind that is not seen.`,
    ...unknown.map((column) => `No row of ${path} has a column ${column}, neither at the top nor in \`metadata\`.`),
    prompts === 0 &&
      'No prompts are recorded (inference/requests.jsonl), so an answer that repeats its prompt cannot be told.',
    ...damage
      .slice(0, MOST_DAMAGE)
      .map(({ line, reason }) => `${path}${line === undefined ? '' : `, line ${line}`}: ${reason}.`),
    damage.length > MOST_DAMAGE && `${damage.length - MOST_DAMAGE} more lines of ${path} are damaged or repeated.`,
  ];
  return notes.filter((note) => note !== false);
}
