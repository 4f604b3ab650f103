import type { JsonValue } from '../formats/json-value.ts';
import { parseClassPath } from './class-path.ts';
import { extractClass } from './extract-class.ts';
import { lookUpPath } from './look-up-path.ts';
import { matchClass } from './match-class.ts';
import type { ClassifyTask } from './task.ts';

/**
 * The class that a gold or recorded value stands for: the class itself, the whole answer as JSON, or the whole answer as text.
 * Null when it stands for none.
 */
export function classOfValue(value: JsonValue, task: ClassifyTask): string | null {
  if (value === null) return null;
  if (typeof value === 'object') return classInside(value, task);
  const match = matchClass(String(value), task.classes);
  if (match !== undefined) return match.class;
  if (typeof value !== 'string') return null;
  const read = extractClass(value, task);
  return read.state === 'class' && read.rung === 'strict' ? read.class : null;
}

function classInside(value: JsonValue, task: ClassifyTask): string | null {
  if (task.classPath === undefined) return null;
  const path = parseClassPath(task.classPath);
  const inner = path.ok ? lookUpPath(value, path.value) : undefined;
  if (inner === undefined || inner === null || typeof inner === 'object') return null;
  return matchClass(String(inner), task.classes)?.class ?? null;
}
