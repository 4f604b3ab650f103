import { requireInt } from './attributes.ts';
import { bindArguments } from './bind-arguments.ts';
import { fail } from './python-fail.ts';
import { iterate, toList } from './python-iteration.ts';
import { textOf } from './python-primitives.ts';
import { pythonText, typeName } from './python-repr.ts';
import { pythonStrftime } from './python-strftime.ts';
import {
  type Call,
  type LiveObject,
  Namespace,
  PyDict,
  PyFunction,
  PyObject,
  PyRange,
  Undefined,
  type Value,
} from './python-values.ts';
import { TemplateError } from './template-error.ts';

// jinja2's sandbox refuses longer ranges (MAX_RANGE).
const MAX_RANGE = 100_000;

function range(args: readonly Value[]): Value {
  if (args.length === 0) return fail('TypeError', 'range expected at least 1 argument, got 0');
  if (args.length > 3) return fail('TypeError', `range expected at most 3 arguments, got ${args.length}`);
  const numbers = args.map((arg) =>
    arg instanceof Undefined
      ? fail('TypeError', "'Undefined' object cannot be interpreted as an integer")
      : requireInt(arg),
  );
  const [start = 0, stop = 0, step = 1] = numbers.length === 1 ? [0, ...numbers] : numbers;
  if (step === 0) return fail('ValueError', 'range() arg 3 must not be zero');
  const made = new PyRange(start, stop, step);
  if (made.length > MAX_RANGE)
    fail('OverflowError', `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`);
  return made;
}

/** dict(mapping or pairs, **keywords). */
const makeDict: Call = (args, keywords) => {
  const dict = new PyDict();
  const [first] = args;
  if (args.length > 1) fail('TypeError', `dict expected at most 1 argument, got ${args.length}`);
  if (first instanceof PyDict) for (const [key, value] of first.entries()) dict.set(key, value);
  else if (first !== undefined) {
    let index = 0;
    for (const pair of iterate(first)) {
      const items = toList(pair);
      if (items.length !== 2)
        fail('ValueError', `dictionary update sequence element #${index} has length ${items.length}; 2 is required`);
      dict.set(items[0] ?? null, items[1] ?? null);
      index++;
    }
  }
  for (const [name, value] of keywords ?? []) dict.setText(name, value);
  return dict;
};

const makeNamespace: Call = (args, keywords) => {
  const space = new Namespace();
  const attributes = makeDict(args, keywords);
  if (attributes instanceof PyDict) for (const [key, value] of attributes.entries()) space.attributes.set(key, value);
  return space;
};

const makeCycler: Call = (items) => {
  if (items.length === 0) return fail('RuntimeError', 'at least one item has to be provided');
  let position = 0;
  const live: LiveObject = {
    typeName: 'Cycler',
    describe: () => '<jinja2.utils.Cycler object>',
    attribute: (name) => {
      if (name === 'current') return items[position];
      if (name === 'pos') return position;
      if (name === 'next')
        return new PyFunction(name, () => {
          const item = items[position] ?? null;
          position = (position + 1) % items.length;
          return item;
        });
      if (name !== 'reset') return undefined;
      return new PyFunction(name, () => {
        position = 0;
        return null;
      });
    },
  };
  return new PyObject(live);
};

const makeJoiner: Call = (args, keywords) => {
  const [separator = ', '] = bindArguments({ name: 'Joiner', parameters: ['sep'], required: 0 }, args, keywords);
  let used = false;
  const live: LiveObject = {
    typeName: 'Joiner',
    describe: () => '<jinja2.utils.Joiner object>',
    attribute: (name) => (name === 'sep' ? separator : name === 'used' ? used : undefined),
    call: () => {
      const text = used ? separator : '';
      used = true;
      return text;
    },
  };
  return new PyObject(live);
};

function type(name: string, call: Call): [string, PyFunction] {
  return [name, new PyFunction(name, call, { typeName: 'type' })];
}

const FUNCTIONS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['range', new PyFunction('safe_range', range)],
  type('dict', makeDict),
  type('namespace', makeNamespace),
  type('cycler', makeCycler),
  type('joiner', makeJoiner),
  [
    'lipsum',
    new PyFunction('generate_lorem_ipsum', () => fail('TemplateError', 'lipsum() gives another text at every render')),
  ],
  [
    'raise_exception',
    new PyFunction('raise_exception', (args, keywords) => {
      const [message = null] = bindArguments(
        { name: 'raise_exception', parameters: ['message'], required: 1 },
        args,
        keywords,
      );
      throw new TemplateError('TemplateError', pythonText(message));
    }),
  ],
]);

/** A global of transformers' environment by its name; `now` is what strftime_now reads. */
export function templateGlobal(name: string, now: Date): Value | undefined {
  if (name !== 'strftime_now') return FUNCTIONS.get(name);
  return new PyFunction(name, (args, keywords) => {
    const [format = null] = bindArguments({ name, parameters: ['format'], required: 1 }, args, keywords);
    const text = textOf(format) ?? fail('TypeError', `strftime() argument 1 must be str, not ${typeName(format)}`);
    return pythonStrftime(now, text);
  });
}
