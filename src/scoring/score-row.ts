import { judgeClass } from './judge-class.ts';
import { judgeFields } from './judge-fields.ts';
import { judgeText } from './judge-text.ts';
import { type AnswerReading, readAnswer } from './read-answer.ts';
import { recordedVerdict } from './recorded-verdict.ts';
import type { AnswerReadings, Judged, PredictionRow, ScoredRow } from './scored-row.ts';
import type { Task } from './task.ts';

export type { PredictionRow, ScoredRow } from './scored-row.ts';

/**
 * Everything that can be said about one prediction alone. Content and contract stay apart: `correctOurs` forgives the wrapping,
 * `correctStrict` does not, `correctRecorded` is what the user's evaluation counted. `reading`: of the output, where it was read before.
 */
export function scoreRow(
  row: PredictionRow,
  task: Task,
  reading: AnswerReading = readAnswer(row.output, task),
): ScoredRow {
  const recorded = recordedVerdict(row.prediction, task, row.output);
  const judged = judge(row, task, { recorded, reading });
  const { exactTarget, prefixOfTarget, runsPastTarget } = againstTarget(row);
  // Spelled out: to spread an object of this size costs as much as reading a short answer, and this runs for every prediction.
  return {
    id: row.id,
    split: row.split ?? 'all',
    recorded,
    exactTarget,
    prefixOfTarget,
    runsPastTarget,
    rung: judged.rung,
    thinking: judged.thinking,
    duplicateKeys: judged.duplicateKeys,
    extraction: judged.extraction,
    ourClass: judged.ourClass,
    strictClass: judged.strictClass,
    goldClass: judged.goldClass,
    correctOurs: judged.correctOurs,
    correctStrict: judged.correctStrict,
    correctRecorded: judged.correctRecorded,
    correctCritical: judged.correctCritical,
    lostAt: judged.lostAt,
    contract: judged.contract,
    fields: judged.fields,
    foreignKeys: judged.foreignKeys,
    document: judged.document,
    similarity: judged.similarity,
  };
}

function judge(row: PredictionRow, task: Task, readings: AnswerReadings): Judged {
  switch (task.kind) {
    case 'classify':
      return judgeClass(row, task, readings);
    case 'extract':
      return judgeFields(row, task, readings);
    case 'free':
      return judgeText(row, readings.recorded);
  }
}

function againstTarget(row: PredictionRow): Pick<ScoredRow, 'exactTarget' | 'prefixOfTarget' | 'runsPastTarget'> {
  if (row.target === undefined) return { exactTarget: null, prefixOfTarget: null, runsPastTarget: null };
  const output = row.output.trim();
  const target = row.target.trim();
  return {
    exactTarget: output === target,
    prefixOfTarget: output !== '' && output.length < target.length && target.startsWith(output),
    runsPastTarget: target !== '' && output.length > target.length && output.startsWith(target),
  };
}
