import { lostAt } from './lost-at.ts';
import { textSimilarity } from './metrics/text-similarity.ts';
import { recordedRight } from './recorded-right.ts';
import type { Recorded } from './recorded-verdict.ts';
import type { Judged, PredictionRow } from './scored-row.ts';

/** Judges a text of which nothing is known but what it should be: the gold text, else the training target. */
export function judgeText(row: PredictionRow, recorded: Recorded): Judged {
  const wanted = typeof row.gold === 'string' ? row.gold : row.target;
  const correct = wanted === undefined ? null : row.output.trim() === wanted.trim();
  const rung = row.output.trim() === '' ? 'empty' : 'strict';
  return {
    rung,
    thinking: false,
    duplicateKeys: false,
    extraction: null,
    ourClass: null,
    strictClass: null,
    goldClass: null,
    correctOurs: correct,
    correctStrict: correct,
    correctCritical: correct,
    correctRecorded: wanted === undefined ? null : recordedRight(recorded, row.gold ?? wanted),
    lostAt: lostAt(row, { rung, strict: null, keys: null, values: null, right: correct }),
    contract: null,
    fields: [],
    foreignKeys: [],
    document: null,
    similarity: wanted === undefined ? null : textSimilarity(wanted, row.output),
  };
}
