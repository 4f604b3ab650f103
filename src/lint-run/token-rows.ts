import type { ComparedRow } from '../evidence/derive/compare-labels.ts';
import { labelPlan } from '../evidence/derive/label-plan.ts';
import type { TrainedRow } from '../evidence/trained-rows.ts';
import type { SampledRow } from '../gather/lint-rows.ts';
import { type LabelSources, type Predictable, predictable } from '../label-run/label-sources.ts';
import { predictRows } from '../label-run/predict-rows.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { HealthData } from '../scoring/health/data-health.ts';
import type { TokenizedRow } from '../scoring/health/token-shares.ts';
import type { TruncationRule } from '../scoring/health/truncation-collapse.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';

export type TokenRows = NonNullable<HealthData['tokenized']>;

/** The sampled rows as the trainer would tokenise them if it cut nothing, and where it cuts. Says what is missing. */
export async function tokenRows(sources: LabelSources, sample: readonly SampledRow[]): Promise<Result<TokenRows>> {
  const given = await predictable(sources);
  if (!given.ok) return given;
  const { setup, tokenizer } = given.value;
  const uncut = { ...setup, settings: { ...setup.settings, max_length: null } };
  const predicted = await predictRows(given.value, uncut, sample);
  if (predicted === undefined) return failed('settings and a template with which the trainer would start');
  const rows = predicted.flatMap((one, at) => tokenizedRow(one, sample[at]?.place ?? at));
  if (rows.length === 0) return failed('rows whose answer can be located among their tokens');
  return ok({ rows, rule: truncationRule(given.value), isFine: fineness(tokenizer.tokenizer) });
}

function tokenizedRow(predicted: ComparedRow, row: number): TokenizedRow[] {
  if (predicted.state === 'failed') return [];
  const answer = predicted.row.answers.at(-1);
  if (answer === undefined || answer.state === 'absent') return [];
  const { ids } = predicted.row.captured;
  return [{ row, ids, answerStart: answer.start, supervised: supervisedIn(predicted.row) }];
}

function supervisedIn({ captured }: TrainedRow): number {
  return captured.labels.reduce((count, label) => (label === -100 ? count : count + 1), 0);
}

/** Null where nothing is cut, and where rows are packed: there the limit is that of a pack. */
function truncationRule({ setup, tokenizer, head }: Predictable): TruncationRule | null {
  const { outcome } = labelPlan(setup, tokenizer.tokenizer, head);
  if (!outcome.ok) return null;
  const { max_length: maxLength, truncation_mode: mode, packing } = outcome.plan.config;
  if (maxLength === null || maxLength === undefined || maxLength <= 0 || packing) return null;
  return { maxLength, keep: mode === 'keep_end' ? 'end' : 'start' };
}

/** Digits stand alone in many vocabularies by design, and so do signs and the characters of Chinese, Japanese and Korean. */
const SINGLE_LETTER = /^\p{L}$/u;
const WHOLE_WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** A token that stands for a single letter, or for a part of a character. */
function fineness(tokenizer: Tokenizer): (id: number) => boolean {
  const known = new Map<number, boolean>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const text = tokenizer.decode([id]).trim();
    const isFine = text.includes('\u{FFFD}') || (SINGLE_LETTER.test(text) && !WHOLE_WORD.test(text));
    known.set(id, isFine);
    return isFine;
  };
}
