import * as v from 'valibot';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Damage } from '../evidence/damage.ts';
import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';

/** The entries of lockstep.yaml that name a file or folder, as they are spelled there. */
export const pathKeys = [
  'run',
  'base',
  'served',
  'train_data',
  'eval_data',
  'capture',
  'inference',
  'predictions',
] as const;
export type PathKey = (typeof pathKeys)[number];

/** A path as written, with its line. Data may be in several files: `more` are the others. */
export interface NamedPath {
  readonly value: string;
  readonly more?: readonly string[];
  readonly line: number;
}

/** What lockstep.yaml says, checked for type but not yet against the folder. */
export interface LockstepYaml {
  readonly path: string;
  readonly paths: ReadonlyMap<PathKey, NamedPath>;
  /** The task as written; `parseTask` judges it. */
  readonly task?: unknown;
  readonly taskLine?: number;
  readonly damage: readonly Damage[];
}

/** The file is a dozen lines; a long list of classes or a schema may add some thousand. */
export const LOCKSTEP_YAML_LIMIT = 256 * 1024;
/** A person may write an anchor or two; a billion-laughs file needs many. */
const MAX_ALIASES = 20;
/** The longest path Linux takes. */
const MAX_PATH = 4096;

/** A list of shards; more are named by a pattern. */
const MAX_PATHS = 1000;

const pathValue = v.pipe(v.string('must be a path'), v.minLength(1, 'is empty'), v.maxLength(MAX_PATH, 'is too long'));

const onePath = v.pipe(
  pathValue,
  v.transform((value): Pick<NamedPath, 'value' | 'more'> => ({ value })),
);
const manyPaths = v.pipe(
  v.tupleWithRest([pathValue], pathValue),
  v.maxLength(MAX_PATHS, `names more than ${MAX_PATHS} files (use a pattern)`),
  v.transform(([value, ...more]): Pick<NamedPath, 'value' | 'more'> => ({ value, more })),
);

/** Reads lockstep.yaml (design.md section 3). Wrong types and unknown keys are damage with their line; the rest is used. */
export function parseLockstepYaml(path: string, text: string): Result<LockstepYaml> {
  const lines = new LineCounter();
  const parsed = parse(text, lines);
  if (!parsed.ok) return parsed;
  const paths = new Map<PathKey, NamedPath>();
  const damage: Damage[] = [];
  let task: { value: unknown; line: number } | undefined;
  for (const { key, value, offset } of parsed.value) {
    const { line } = lines.linePos(offset);
    const pathKey = pathKeys.find((known) => known === key);
    if (pathKey !== undefined) {
      const isList = Array.isArray(value) && (pathKey === 'train_data' || pathKey === 'eval_data');
      const valid = v.safeParse(isList ? manyPaths : onePath, value);
      if (valid.success) paths.set(pathKey, { ...valid.output, line });
      else if (value !== null) damage.push({ path, line, reason: `${key} ${valid.issues[0].message}; it was ignored` });
    } else if (key === 'task') {
      task = { value, line };
    } else {
      const known = [...pathKeys, 'task'].join(', ');
      damage.push({
        path,
        line,
        reason: `the key ${JSON.stringify(key.slice(0, 80))} is not known; known are ${known}`,
      });
    }
  }
  return ok({ path, paths, damage, ...(task === undefined ? {} : { task: task.value, taskLine: task.line }) });
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly offset: number;
}

function parse(text: string, lines: LineCounter): Result<readonly Entry[]> {
  // The library throws on an alias bomb and overflows the stack on very deep nesting: both are bad input here, not bugs.
  try {
    const document = parseDocument(text.replace(/^\uFEFF/, ''), {
      lineCounter: lines,
      logLevel: 'silent',
      prettyErrors: false,
    });
    const [error] = document.errors;
    if (error) {
      const { line, col } = lines.linePos(error.pos[0]);
      return failed(error.message, { line, column: col });
    }
    const values: unknown = document.toJS({ maxAliasCount: MAX_ALIASES, mapAsMap: false });
    if (document.contents === null) return ok([]);
    if (!isMap(document.contents) || typeof values !== 'object' || values === null) {
      return failed('must hold keys with values, as in `run: run`', { line: 1 });
    }
    const known = new Map(Object.entries(values));
    return ok(
      document.contents.items.map((pair) => {
        const key = isScalar(pair.key) ? String(pair.key.value) : '?';
        return { key, value: known.get(key), offset: isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0 };
      }),
    );
  } catch (error) {
    return failed(error instanceof RangeError ? 'is nested too deeply' : errorText(error));
  }
}
