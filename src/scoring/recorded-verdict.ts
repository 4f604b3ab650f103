import type { JsonValue } from '../formats/json-value.ts';
import { classOfValue } from './class-of-value.ts';
import { matchClass } from './match-class.ts';
import type { Task } from './task.ts';

/** What the user's own evaluator wrote down for one row. */
export type Recorded =
  | { readonly kind: 'class'; readonly class: string }
  /** It said that it could not tell; `word` is how ("null" for a JSON null). */
  | { readonly kind: 'failure'; readonly word: string }
  /** A class in another spelling than the task's: right or wrong depending on how the user compares. */
  | { readonly kind: 'variant'; readonly surface: string; readonly class: string }
  /** Something else: an extracted object, or the model's own words outside the class set. */
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'missing' };

export const RECORDED_KINDS = [
  'class',
  'failure',
  'variant',
  'value',
  'missing',
] as const satisfies readonly Recorded['kind'][];

/**
 * Words that evaluators write instead of an answer. They only count where they are not a class themselves. Python's `None`, pandas'
 * `nan` and the JavaScript spellings come from values written as text; -1 is scikit-learn's and many notebooks' "no class".
 */
const FAILURE_WORDS: ReadonlySet<string> = new Set(
  (
    'PARSE_FAIL PARSE_FAILED PARSE_FAILURE PARSE_ERROR PARSING_ERROR PARSING_FAILED PARSEFAIL PARSEERROR JSON_ERROR JSONDECODEERROR ' +
    'DECODE_ERROR INVALID INVALID_LABEL INVALID_CLASS INVALID_JSON INVALID_OUTPUT INVALID_FORMAT INVALID_ANSWER UNPARSED UNPARSEABLE ' +
    'UNPARSABLE NOT_PARSED FAIL FAILED FAILURE ERROR EXCEPTION REQUEST_ERROR TIMEOUT EMPTY TRUNCATED REFUSAL REFUSED UNKNOWN ' +
    'UNDEFINED MISSING NONE NULL NAN NA N_A NO_ANSWER NO_LABEL NO_CLASS NO_PREDICTION NO_MATCH NOT_FOUND'
  ).split(' '),
);
/** No failure word is longer; a long prediction is the answer itself. */
const LONGEST_FAILURE_WORD = 40;

/**
 * Reads the `prediction` an evaluator recorded. A string outside the class set is taken for the evaluator's own failure word when it is
 * a known one, or a short one that the output does not contain; otherwise it is the model's answer passed through (`value`). `output` is
 * the text the evaluator judged.
 */
export function recordedVerdict(prediction: JsonValue | undefined, task: Task, output: string): Recorded {
  if (prediction === undefined) return { kind: 'missing' };
  if (prediction === null) return { kind: 'failure', word: 'null' };
  if (typeof prediction === 'string' && prediction.trim() === '') return { kind: 'failure', word: prediction };
  if (task.kind === 'free') return { kind: 'value', value: prediction };
  if (task.kind === 'classify') {
    const read = recordedClass(prediction, task.classes) ?? classOfValue(prediction, task);
    if (read !== null) return typeof read === 'string' ? { kind: 'class', class: read } : read;
  }
  if (typeof prediction === 'object') return { kind: 'value', value: prediction };
  if (task.kind === 'classify' && isOwnCode(prediction)) return { kind: 'missing' };
  const word = String(prediction);
  return isFailureWord(word, output) ? { kind: 'failure', word } : { kind: 'value', value: prediction };
}

/** A class index, or whether the answer was right: it says something, but not which class. -1 is a failure word. */
function isOwnCode(prediction: JsonValue): boolean {
  return typeof prediction === 'boolean' || (typeof prediction === 'number' && prediction !== -1);
}

function recordedClass(prediction: JsonValue, classes: readonly string[]): Recorded | null {
  if (prediction === null || typeof prediction === 'object') return null;
  const surface = String(prediction);
  const match = matchClass(surface, classes);
  if (match === undefined) return null;
  return match.how === 'exact'
    ? { kind: 'class', class: match.class }
    : { kind: 'variant', surface, class: match.class };
}

function isFailureWord(word: string, output: string): boolean {
  if (word.length > LONGEST_FAILURE_WORD) return false;
  const plain = word
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return FAILURE_WORDS.has(plain) || word.trim() === '-1' || !output.toLowerCase().includes(word.trim().toLowerCase());
}
