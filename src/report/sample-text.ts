import type { Prediction } from '../evidence/predictions.ts';

/** One prediction as a page shows it, its texts shortened. */
export interface AnswerSample {
  readonly id: string;
  readonly split: string;
  /** `exact`: text of files, of which every character counts; words of Lockstep otherwise. */
  readonly facts: readonly { readonly name: string; readonly text: string; readonly exact: boolean }[];
}

/** Characters shown of one text; what runs on is seen to run on. */
const LONGEST_TEXT = 1_200;

/** A text or value for a sample: as it is written, JSON otherwise, and how much more there was. */
export function sampleText(value: Prediction['gold']): string {
  if (value === undefined) return 'not recorded';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= LONGEST_TEXT) return text;
  return `${text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '')}… (${text.length} characters)`;
}
