/**
 * Every way in which a prediction can fail, in the order in which one of several becomes the primary one: what caused the others first.
 * The evaluator's own mistake before the model's; no answer at all before a bad one; decoding (a loop is why an answer was cut, an echo is
 * what an answer ran on into) before form; form before content; another language or document kind before the keys and values that follow
 * from it. From `class-wrong` on stands what only the comparison with the right answer shows, the most specific reading first: every
 * swapped or misread value is a wrong one as well.
 */
export const FAILURE_CODES = [
  'prompt-included',
  'empty',
  'image-not-seen',
  'refusal',
  'loop',
  'instruction-echo',
  'cut',
  'unparseable',
  'run-on',
  'preamble',
  'fenced',
  'language-drift',
  'foreign-domain',
  'duplicate-keys',
  'key-missing',
  'key-unknown',
  'type-wrong',
  'class-invalid',
  'class-respelled',
  'class-wrong',
  'fields-swapped',
  'digits-differ',
  'near-miss',
  'value-invented',
  'value-missing',
  'value-wrong',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** What a detector saw. Numbers and known names only: an excerpt would keep a ten-megabyte output alive. */
export interface FailureEvidence {
  readonly code: FailureCode;
  /** UTF-16 span in the output. */
  readonly start: number;
  readonly end: number;
  readonly detail: string;
}
