import type { JsonValue } from '../formats/json-value.ts';
import type { PathStep } from './class-path.ts';

/** The value at the end of `steps`, or undefined when the path leaves the value. Only own keys count: `__proto__` is data. */
export function lookUpPath(value: JsonValue, steps: readonly PathStep[]): JsonValue | undefined {
  let current: JsonValue | undefined = value;
  for (const step of steps) {
    if (current === undefined || current === null || typeof current !== 'object') return undefined;
    if (step.kind === 'index') {
      current = Array.isArray(current) ? current.at(step.index) : undefined;
    } else {
      current = !Array.isArray(current) && Object.hasOwn(current, step.key) ? current[step.key] : undefined;
    }
  }
  return current;
}
