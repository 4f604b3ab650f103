import { parseJson } from '../formats/json.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { parseClassPath } from '../scoring/class-path.ts';
import { type Conversion, TEMPLATE_ROLES, USUAL_ROLES } from './conversion.ts';

/** A conversion as it is asked for: paths and patterns are still text. */
export interface ConversionWish {
  readonly roles: Readonly<Record<string, string>>;
  readonly shape: Conversion['shape'];
  readonly classPath?: string;
  readonly pattern?: string;
  readonly classes?: readonly string[];
}

/** Validates what was asked for; role names asked for come before the usual ones. */
export function conversionFor({ roles, shape, classPath, pattern, classes }: ConversionWish): Result<Conversion> {
  const unknown = Object.values(roles).find((role) => !TEMPLATE_ROLES.has(role));
  if (unknown !== undefined)
    return failed(`${unknown} is no role of chat templates: ${[...TEMPLATE_ROLES].join(', ')}`);
  const base = { roles: { ...USUAL_ROLES, ...roles }, shape };
  const names = classes === undefined ? undefined : new Set(classes.map((name) => name.trim()));
  if (classPath !== undefined && pattern !== undefined) return failed('a target is a class or JSON, not both');
  if (classPath !== undefined) {
    const path = parseClassPath(classPath);
    if (!path.ok) return failed(`${classPath}: ${path.problem.reason}`);
    return ok({ ...base, target: { kind: 'class', path: path.value, classes: names } });
  }
  if (pattern === undefined) {
    return shape === 'keep' && Object.keys(roles).length === 0
      ? failed('nothing was asked for: --to, --target-class or --target-json says what to convert to')
      : ok({ ...base, target: 'keep' });
  }
  const parsed = parseJson(pattern);
  if (!parsed.ok) return failed(`the pattern ${pattern} is not JSON: ${parsed.problem.reason}`);
  if (!pattern.includes('"$class"')) return failed(`the pattern ${pattern} has no "$class" in it`);
  return ok({ ...base, target: { kind: 'json', pattern, classes: names } });
}
