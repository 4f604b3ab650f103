import type { AnswerSummary, JoinedData } from '../evidence/answer-summary.ts';
import { countOf } from '../lib/count-of.ts';

/** Damage is told up to here; the rest is counted. */
const MOST_DAMAGE = 5;
const FEW_IDS = 5;

export interface Known {
  readonly path: string;
  /** Rows with usable gold; null where somebody else says what is judged. */
  readonly judged: number | null;
  /** Whether prompts matter. */
  readonly prompts: boolean;
}

/** What was left out of the figures, or cannot be told from this file, in sentences. */
export function predictionNotes(summary: AnswerSummary, { path, judged, prompts }: Known): readonly string[] {
  const { used, total, damage, cut, withPrompt, withColumn, data } = summary;
  const notes = [
    ...(judged === null ? [] : goldNotes(judged, used)),
    ...(data === undefined ? [] : dataNotes(data, used, isInNeed(summary, judged))),
    total > used &&
      `${countOf(used, total, 'rows')} are in these figures; the others could not be read or repeat an id.`,
    cut > 0 &&
      `${countOf(cut, used, 'outputs')} are longer than 65,536 characters and were read up to there: an answer behind that is not seen.`,
    ...[...withColumn].flatMap(([column, rows]) => (rows === 0 ? [unknownColumn(column, path, data)] : [])),
    prompts &&
      withPrompt === 0 &&
      'No prompts are recorded (`prompt` in the predictions, inference/requests.jsonl, or evaluation data with the same ids), so an answer that repeats its prompt cannot be told.',
    ...damage
      .slice(0, MOST_DAMAGE)
      .map(({ line, reason }) => `${path}${line === undefined ? '' : `, line ${line}`}: ${reason}.`),
    damage.length > MOST_DAMAGE && `${damage.length - MOST_DAMAGE} more lines of ${path} are damaged or repeated.`,
  ];
  return notes.filter((note) => note !== false);
}

function goldNotes(judged: number, used: number): readonly string[] {
  if (judged === 0)
    return [
      'No row has gold or a target to compare with, so nothing can be called right or wrong; form and failures are counted. Add `gold` to every row, or name evaluation data with the same ids (--data eval.jsonl).',
    ];
  if (judged === used) return [];
  return [`${countOf(used - judged, used, 'rows')} have no usable gold and are in no accuracy.`];
}

/** Whether the predictions lack what the evaluation data might have had. */
function isInNeed({ used, withColumn }: AnswerSummary, judged: number | null): boolean {
  return (judged !== null && judged < used) || [...withColumn.values()].includes(0);
}

function dataNotes(
  { path, joined, gold, otherGold, byPlace, outOfReach, unanswered }: JoinedData,
  used: number,
  isNeeded: boolean,
): readonly string[] {
  const by = byPlace ? 'row number' : 'id';
  const notes = [
    gold > 0 && `${countOf(gold, used, 'rows')} have their gold from ${path}, joined by ${by}.`,
    joined === 0 &&
      isNeeded &&
      `No prediction could be joined to ${path}: they share no id. Give both the same \`id\`, or each prediction the \`row\` that it answers (from 0), to use its gold and columns.`,
    otherGold > 0 &&
      `${countOf(otherGold, used, 'rows')} have other gold than the row of ${path} with their ${by}; that of the predictions counts. Are they of the same data?`,
    outOfReach > 0 &&
      `${countOf(outOfReach, used, 'rows')} may have a row in ${path} that was not found: the files are large and in different orders. Sort both by id.`,
    unanswered.count > 0 &&
      `${unanswered.count.toLocaleString('en-US')} rows of ${path} have no prediction and are in no figure: ${idList(unanswered)}. If the model failed on them, accuracy is lower than it looks (write them with \`"output": null\`).`,
  ];
  return notes.filter((note) => note !== false);
}

function idList({ count, ids }: JoinedData['unanswered']): string {
  const more = count > FEW_IDS ? ', …' : '';
  return `${ids.slice(0, FEW_IDS).join(', ')}${more}`;
}

function unknownColumn(column: string, path: string, data: JoinedData | undefined): string {
  const also = data === undefined ? '' : `, nor has its row of ${data.path}`;
  return `No row of ${path} has a column ${column}, neither at the top nor in \`metadata\`${also}.`;
}
