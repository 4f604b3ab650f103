import { fail } from './python-fail.ts';
import type { Keywords, Value } from './python-values.ts';

export interface Signature {
  readonly name: string;
  readonly parameters: readonly string[];
  /** How many of them must be given. */
  readonly required: number;
  /** Leading parameters that Python takes by position only. */
  readonly positionalOnly?: number;
}

const NONE: readonly (Value | undefined)[] = [];

/** Arguments in the order of the parameters, undefined for those not given. Throws TypeError as Python's call would. */
export function bindArguments(
  signature: Signature,
  args: readonly Value[],
  keywords: Keywords | undefined,
): readonly (Value | undefined)[] {
  const { name, parameters, required } = signature;
  if (args.length > parameters.length)
    fail('TypeError', `${name}() takes ${parameters.length} positional arguments but ${args.length} were given`);
  if (keywords === undefined || keywords.size === 0) {
    if (args.length < required) missing(signature, args.length);
    return args.length === 0 ? NONE : args;
  }
  const bound: (Value | undefined)[] = [...args];
  while (bound.length < parameters.length) bound.push(undefined);
  for (const [key, value] of keywords) {
    const index = parameters.indexOf(key);
    if (index < (signature.positionalOnly ?? 0))
      fail('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
    if (index < args.length) fail('TypeError', `${name}() got multiple values for argument '${key}'`);
    bound[index] = value;
  }
  const first = bound.indexOf(undefined);
  if (first !== -1 && first < required) missing(signature, first);
  return bound;
}

function missing({ name, parameters, required }: Signature, from: number): never {
  const names = parameters.slice(from, required).map((parameter) => `'${parameter}'`);
  const plural = names.length === 1 ? '' : 's';
  fail('TypeError', `${name}() missing ${names.length} required positional argument${plural}: ${names.join(' and ')}`);
}
