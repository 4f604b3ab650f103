import type { JsonValue } from '../formats/json-value.ts';
import { acceptedTexts } from './accepted-texts.ts';
import { lostAt } from './lost-at.ts';
import { textSimilarity } from './metrics/text-similarity.ts';
import { recordedRight } from './recorded-right.ts';
import type { Recorded } from './recorded-verdict.ts';
import type { Judged, PredictionRow } from './scored-row.ts';

/** Judges a text of which nothing is known but what it should be: the gold text or one of several, else the training target. */
export function judgeText(row: PredictionRow, recorded: Recorded): Judged {
  const wanted = acceptedTexts(row.gold) ?? (row.target === undefined ? undefined : [row.target]);
  const output = row.output.trim();
  const correct = wanted === undefined ? null : wanted.some((text) => output === text.trim());
  // Where nothing is the right answer, an empty text is one.
  const rung = output === '' && correct !== true ? 'empty' : 'strict';
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
    correctRecorded: wanted === undefined ? null : recordedRightly(recorded, row.gold, wanted),
    lostAt: lostAt(row, { rung, strict: null, keys: null, values: null, right: correct }),
    contract: null,
    fields: [],
    foreignKeys: [],
    document: null,
    similarity: wanted === undefined ? null : bestSimilarity(wanted, row.output),
  };
}

function recordedRightly(recorded: Recorded, gold: JsonValue | undefined, wanted: readonly string[]): boolean | null {
  const verdicts = [gold, ...wanted]
    .filter((value) => value !== undefined)
    .map((value) => recordedRight(recorded, value));
  return verdicts.includes(true) ? true : (verdicts[0] ?? null);
}

/** Of the text that is nearest; null where one is too long to compare. */
function bestSimilarity(wanted: readonly string[], output: string): number | null {
  let best = 0;
  for (const text of wanted) {
    const similarity = textSimilarity(text, output);
    if (similarity === null) return null;
    best = Math.max(best, similarity);
  }
  return best;
}
