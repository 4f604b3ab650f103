import type { JsonValue } from '../../formats/json-value.ts';
import { type DiscriminativeTerm, foreignTerms } from '../foreign-terms.ts';
import { climbLadder } from '../parse-ladder.ts';
import type { Task } from '../task.ts';
import { type AnswerKind, answerKinds } from './answer-kinds.ts';
import { declinedHow } from './declined-how.ts';
import type { FailureCode } from './failure-code.ts';
import { openObjects } from './open-objects.ts';
import { countScripts, noScripts, SCRIPTS, type Script } from './script-counts.ts';
import { sharedSentences } from './shared-sentences.ts';
import { type JsonType, type ValueShape, valueShape } from './value-shape.ts';

/** What the detectors know of the whole data, beside the one row that they look at. */
export interface FailureContext {
  readonly task: Task;
  /** Sentences that most prompts share, one on each line. */
  readonly instruction: string;
  /** Scripts that right answers are written in. */
  readonly scripts: ReadonlySet<Script>;
  readonly kinds: readonly AnswerKind[];
  /** Terms that tell each kind of answer from the others; empty with fewer than two kinds. */
  readonly terms: ReadonlyMap<string, readonly DiscriminativeTerm[]>;
  /** Key paths that occur in right answers, with their types. */
  readonly shape: ValueShape;
  /** Key paths that every right answer has; empty for fewer than ten of them. */
  readonly requiredShape: ValueShape;
  /** Objects in which right answers have keys of their own. */
  readonly openObjects: ReadonlySet<string>;
  /** Key paths that the task names, and what they lie in. */
  readonly fields: ReadonlySet<string>;
  /** Ways of declining that right answers have: where a row's own is not known, they are no failure. */
  readonly declines: ReadonlySet<FailureCode>;
}

export interface FailureData {
  readonly task: Task;
  /** Decoded prompts, of any rows. */
  readonly prompts?: readonly string[];
  /** Right answers as text, of any rows (training rows too): the larger, the better the vocabulary. */
  readonly answers?: readonly { readonly text: string; readonly domain?: string | undefined }[];
}

/** Looking at more answers changes nothing that the detectors use. */
export const MOST_ANSWERS = 5_000;
const FEWEST_FOR_REQUIRED = 10;
/** A script in fewer right answers than this is a name in a text. */
const FEWEST_WITH_SCRIPT = 2;
const LONGEST = 4_096;
/** One answer in two hundred that declines is how this data answers, and no slip of it: the budget of false alarms of issue 6. */
const DECLINING_SHARE = 0.005;
const DECLINED_WITHIN = 300;

/** Mines the data once, for all of its rows. */
export function failureContext({ task, prompts = [], answers = [] }: FailureData): FailureContext {
  const some = answers.slice(0, MOST_ANSWERS);
  const texts = some.map(({ text }) => text);
  const kinds = answerKinds(some);
  const shapes = task.kind === 'free' ? [] : texts.flatMap(shapeOf);
  return {
    task,
    instruction: sharedSentences(prompts, texts),
    scripts: scriptsIn(texts),
    kinds,
    terms: kinds.length < 2 ? new Map() : foreignTerms(kinds),
    shape: union(shapes),
    requiredShape: shapes.length < FEWEST_FOR_REQUIRED ? new Map() : intersection(shapes),
    openObjects: openObjects(shapes),
    fields: new Set(task.kind === 'extract' ? task.fields.flatMap(pathsOf) : []),
    declines: declinesIn(texts),
  };
}

function declinesIn(texts: readonly string[]): ReadonlySet<FailureCode> {
  const rows = new Map<FailureCode, number>();
  for (const text of texts) {
    const how = declinedHow(text.slice(0, DECLINED_WITHIN).trimStart());
    if (how !== null) rows.set(how, (rows.get(how) ?? 0) + 1);
  }
  return new Set([...rows].flatMap(([how, count]) => (count > DECLINING_SHARE * texts.length ? [how] : [])));
}

function shapeOf(text: string): ValueShape[] {
  const value: JsonValue | undefined = climbLadder(text, 'any').value;
  return value === undefined || value === null || typeof value !== 'object' ? [] : [valueShape(value)];
}

function union(shapes: readonly ValueShape[]): ValueShape {
  const all = new Map<string, Set<JsonType>>();
  for (const shape of shapes)
    for (const [path, types] of shape) all.set(path, new Set([...(all.get(path) ?? []), ...types]));
  return all;
}

function intersection([first, ...others]: readonly ValueShape[]): ValueShape {
  return new Map([...(first ?? [])].filter(([path]) => others.every((shape) => shape.has(path))));
}

/** `items[0].price` names the keys `items` and `items[].price`. */
function pathsOf(field: string): string[] {
  const path = field.replace(/\[[^\]]*\]/g, '[]');
  const parts = path.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.')).flatMap((one) => [one, one.replace(/(?:\[\])+$/, '')]);
}

function scriptsIn(texts: readonly string[]): ReadonlySet<Script> {
  const withScript = noScripts();
  for (const text of texts) {
    const counts = noScripts();
    countScripts(text.slice(0, LONGEST), counts);
    for (const script of SCRIPTS) if (counts[script] > 0) withScript[script]++;
  }
  return new Set(
    SCRIPTS.filter(
      (script) => withScript[script] >= Math.min(FEWEST_WITH_SCRIPT, texts.length) && withScript[script] > 0,
    ),
  );
}
