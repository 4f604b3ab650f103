import { classOfValue } from './class-of-value.ts';
import { contractCheck } from './contract/contract-check.ts';
import type { ContractVerdict } from './contract/contract-verdict.ts';
import { type Extraction, extractClass } from './extract-class.ts';
import { lostAt } from './lost-at.ts';
import { recordedRight } from './recorded-right.ts';
import type { AnswerReadings, Judged, PredictionRow } from './scored-row.ts';
import { settledGold } from './settled-gold.ts';
import { strictClass } from './strict-class.ts';
import type { ClassifyTask } from './task.ts';

/** Judges the answer of a classification: which class it gives, how much had to be forgiven to read it, and whether it is right. */
export function judgeClass(row: PredictionRow, task: ClassifyTask, { recorded, reading }: AnswerReadings): Judged {
  const extraction = reading.extraction ?? extractClass(row.output, task);
  const ourClass = extraction.state === 'class' ? extraction.class : null;
  const exact = strictClass(extraction);
  const goldClass = row.gold === undefined ? null : classOfValue(settledGold(row.gold, ourClass ?? undefined), task);
  const correctOurs = goldClass === null ? null : ourClass === goldClass;
  const { rung, thinking, duplicateKeys } = extraction;
  const contract = task.schema === undefined ? null : contractCheck(row.output, task.schema, 'any');
  const { strict, keys, values } = shapeOf(extraction, task, contract);
  // Spelled out: spreads in the middle of a literal are slow, and this runs for every prediction.
  return {
    rung,
    thinking,
    duplicateKeys,
    extraction,
    ourClass,
    strictClass: exact,
    goldClass,
    correctOurs,
    correctStrict: goldClass === null ? null : exact === goldClass,
    correctRecorded: goldClass === null ? null : recordedRight(recorded, row.gold, goldClass),
    correctCritical: correctOurs,
    lostAt: lostAt(row, { rung, strict, keys, values, right: correctOurs }),
    contract,
    fields: [],
    foreignKeys: [],
    document: null,
    similarity: null,
  };
}

/** A JSON answer without a schema has the right keys when the class path leads somewhere, and the right value when that spells a class. */
function shapeOf(
  extraction: Extraction,
  task: ClassifyTask,
  contract: ContractVerdict | null,
): { strict: boolean; keys: boolean | null; values: boolean | null } {
  const exact = extraction.state === 'class' && extraction.how === 'exact';
  const bare = extraction.rung === 'strict' && !extraction.thinking;
  if (task.answer === 'text') return { strict: bare && exact, keys: null, values: null };
  const reached = extraction.state === 'class' || extraction.because !== 'path-missing';
  const keys = contract === null || contract.missingKeys.length + contract.extraKeys.length === 0;
  return {
    strict: bare,
    keys: reached && keys,
    values: exact && (contract === null || contract.wrongValues.length === 0),
  };
}
