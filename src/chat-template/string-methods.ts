import { bindArguments, type Signature } from './bind-arguments.ts';
import { fail } from './python-fail.ts';
import { iterate } from './python-iteration.ts';
import { textOf } from './python-primitives.ts';
import { typeName } from './python-repr.ts';
import { type Keywords, Markup, PyTuple, Traced, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import { expandTabs, pad, zfill } from './string-methods/pad.ts';
import { plainMethods } from './string-methods/plain-methods.ts';
import { replace } from './string-methods/replace-text.ts';
import { affix, count, find } from './string-methods/search.ts';
import { partition, split, splitLines } from './string-methods/split.ts';
import { strip } from './string-methods/strip.ts';
import { cut, intArgument, stringArgument, type Text, type TextMethod } from './string-methods/text-method.ts';
import { derivedText, joinTraced } from './traced-text.ts';

interface Method {
  readonly signature: Signature;
  readonly run: TextMethod;
}

const join: TextMethod = (self, [list]) => {
  const parts: Value[] = [];
  let length = 0;
  let index = 0;
  for (const item of iterate(list ?? null)) {
    const text =
      textOf(item) ?? fail('TypeError', `sequence item ${index}: expected str instance, ${typeName(item)} found`);
    if (index++ > 0) parts.push(self);
    parts.push(item);
    length += text.length + (typeof self === 'string' ? self.length : self.text.length);
    renderBudget.spend(1);
    renderBudget.allow(length);
  }
  return joinTraced(parts);
};

/** The methods whose arguments can be given by name; str takes all others by position only. */
const BY_NAME = ['split', 'rsplit', 'splitlines', 'expandtabs'];

/** A method by its name and the names of its parameters, `?` behind the optional ones. */
function method(name: string, parameters: string, run: TextMethod): [string, Method] {
  const words = parameters === '' ? [] : parameters.split(' ');
  const names = words.map((word) => word.replace('?', ''));
  const required = words.filter((word) => !word.endsWith('?')).length;
  const positionalOnly = BY_NAME.includes(name) ? 0 : names.length;
  return [name, { signature: { name: `str.${name}`, parameters: names, required, positionalOnly }, run }];
}

const METHODS = new Map<string, Method>([
  method('strip', 'chars?', strip('both')),
  method('lstrip', 'chars?', strip('left')),
  method('rstrip', 'chars?', strip('right')),
  method('split', 'sep? maxsplit?', split(false)),
  method('rsplit', 'sep? maxsplit?', split(true)),
  method('partition', 'sep', partition(false)),
  method('rpartition', 'sep', partition(true)),
  method('splitlines', 'keepends?', splitLines),
  method('replace', 'old new count?', replace),
  method('removeprefix', 'prefix', (self, [prefix], text) => {
    const part = stringArgument(prefix, 'removeprefix');
    return text.startsWith(part) ? cut(self, part.length, text.length) : self;
  }),
  method('removesuffix', 'suffix', (self, [suffix], text) => {
    const part = stringArgument(suffix, 'removesuffix');
    return text.endsWith(part) ? cut(self, 0, text.length - part.length) : self;
  }),
  method('find', 'sub start? end?', find(false, false)),
  method('rfind', 'sub start? end?', find(true, false)),
  method('index', 'sub start? end?', find(false, true)),
  method('rindex', 'sub start? end?', find(true, true)),
  method('count', 'sub start? end?', count),
  method('startswith', 'prefix start? end?', affix(false)),
  method('endswith', 'suffix start? end?', affix(true)),
  method('center', 'width fillchar?', pad('both')),
  method('ljust', 'width fillchar?', pad('left')),
  method('rjust', 'width fillchar?', pad('right')),
  method('zfill', 'width', zfill),
  method('join', 'iterable', join),
  ...Object.entries(plainMethods).map(([name, run]) => method(name, '', (_, __, text) => run(text))),
  method('expandtabs', 'tabsize?', (_, [size], text) => expandTabs(text, intArgument(size, 8))),
]);

interface GivenArguments {
  readonly args: readonly Value[];
  readonly keywords: Keywords | undefined;
}

function run(self: Text, name: string, { args, keywords }: GivenArguments): Value | undefined {
  const found = METHODS.get(name);
  if (found === undefined) return undefined;
  const bound = bindArguments(found.signature, args, keywords);
  return found.run(self, bound, typeof self === 'string' ? self : self.text);
}

function marked(value: Value): Value {
  if (typeof value === 'string') return new Markup(value);
  if (Array.isArray(value)) return value.map(marked);
  return value instanceof PyTuple ? new PyTuple(value.items.map(marked)) : value;
}

/** Whether str has a method of that name. */
export function isStringMethod(name: string): boolean {
  return METHODS.has(name);
}

type BoundMethod = (self: string | Traced, args: readonly Value[], keywords: Keywords | undefined) => Value;

/** A method of str, found once; undefined when there is none of that name. */
export function stringMethod(name: string): BoundMethod | undefined {
  const found = METHODS.get(name);
  if (found === undefined) return undefined;
  return (self, args, keywords) => {
    if (typeof self !== 'string') return callStringMethod(self, name, { args, keywords }) ?? null;
    return found.run(self, bindArguments(found.signature, args, keywords), self);
  };
}

/** Calls a method of str; undefined when str has no such method. Throws TemplateError as Python raises. */
export function callStringMethod(
  self: string | Traced | Markup,
  name: string,
  given: GivenArguments,
): Value | undefined {
  if (typeof self === 'string') return run(self, name, given);
  if (self instanceof Markup) {
    const result = run(self.text, name, given);
    return result === undefined ? undefined : marked(result);
  }
  const result = run(self, name, given);
  if (typeof result !== 'string') return result;
  return derivedText(result, [self, ...given.args.filter((arg) => arg instanceof Traced)]);
}
