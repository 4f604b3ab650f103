import { found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { Predictions } from '../evidence/predictions.ts';
import { type JsonValue, parseJson } from '../formats/json.ts';
import { parseTask, type Task } from '../scoring/task.ts';
import type { LockstepYaml } from './lockstep-yaml.ts';
import { problemText } from './problem-text.ts';

/** Fewer rows cannot show that golds repeat. */
const MIN_ROWS = 10;
const MAX_GUESSED_CLASSES = 12;
/** Each class must be seen about this often, or the golds are answers that happen to repeat. */
const ROWS_PER_CLASS = 3;
/** `non_hazardous_waste`, `(A)`: a class is a word or two. */
const MAX_CLASS_LENGTH = 40;

/** The task of lockstep.yaml; without one, what the recorded golds show beyond doubt, else `free`. */
export function gatherTask(yaml: LockstepYaml | undefined, predictions: Gathered<Predictions>): Gathered<Task> {
  if (yaml?.task !== undefined) {
    const task = parseTask(yaml.task);
    if (task.ok) return found(task.value, yaml.path);
    const line = yaml.taskLine === undefined ? '' : `line ${yaml.taskLine}: `;
    return unreadable(yaml.path, `${line}${problemText(task.problem)}`);
  }
  if (predictions.state !== 'found') return found({ kind: 'free' }, yaml?.path ?? 'the folder');
  const golds = predictions.value.rows.flatMap(({ gold }) => (gold === undefined || gold === null ? [] : [gold]));
  const targets = predictions.value.rows.flatMap(({ target }) => (target === undefined ? [] : [target]));
  return found(guess(golds, targets, predictions.value.rows.length), predictions.from);
}

function guess(golds: readonly JsonValue[], targets: readonly string[], rows: number): Task {
  if (rows < MIN_ROWS || golds.length < rows) return { kind: 'free' };
  return guessClasses(golds, targets) ?? guessFields(golds) ?? { kind: 'free' };
}

function guessClasses(golds: readonly JsonValue[], targets: readonly string[]): Task | undefined {
  const texts = golds.flatMap((gold) => (typeof gold === 'string' ? [gold] : []));
  const classes = [...new Set(texts)].sort();
  const few =
    classes.length >= 2 && classes.length <= MAX_GUESSED_CLASSES && texts.length >= classes.length * ROWS_PER_CLASS;
  const short = classes.every((name) => name.trim() !== '' && name.length <= MAX_CLASS_LENGTH);
  if (texts.length < golds.length || !few || !short) return undefined;
  const isJson = targets.length > 0 && targets.every((target) => /^\s*[[{]/.test(target) && parseJson(target).ok);
  return { kind: 'classify', classes, answer: isJson ? 'json' : 'text' };
}

/** Every gold is an object with the same keys. */
function guessFields(golds: readonly JsonValue[]): Task | undefined {
  const keys = golds.map((gold) =>
    typeof gold === 'object' && gold !== null && !Array.isArray(gold) ? Object.keys(gold) : [],
  );
  const [first] = keys;
  if (!first || first.length === 0) return undefined;
  const names = first.toSorted().join('\n');
  return keys.every((other) => other.toSorted().join('\n') === names) ? { kind: 'extract', fields: first } : undefined;
}
