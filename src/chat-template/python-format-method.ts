import { fail } from './python-fail.ts';
import { formatValue } from './python-number-format.ts';
import { pythonRepr, pythonText, typeName } from './python-repr.ts';
import { Markup, PyFloat, Traced, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';

// As string.Formatter: a format may hold fields, their format specs may, and no deeper.
const MAX_DEPTH = 2;

/** How a template reads attributes and items, handed in because those rules in turn know this method. */
export interface FieldAccess {
  attribute(value: Value, name: string): Value;
  item(value: Value, key: Value): Value;
}

interface Lookup {
  readonly access: FieldAccess;
  first(name: string): Value;
}

interface Field {
  readonly end: number;
  readonly name: string;
  readonly conversion: string;
  readonly spec: string;
}

/** Reads the field after an opening brace at `start - 1`. */
function readField(format: string, start: number): Field {
  let depth = 1;
  let end = start;
  while (end < format.length && depth > 0) {
    if (format[end] === '{') depth++;
    else if (format[end] === '}') depth--;
    end++;
  }
  if (depth > 0)
    fail(
      'ValueError',
      start === format.length ? "Single '{' encountered in format string" : "expected '}' before end of string",
    );
  const inside = format.slice(start, end - 1);
  const match = /^([^!:[{]*(?:\[[^\]]*\][^!:[{]*)*)(?:!([\s\S]?))?(?::([\s\S]*))?$/.exec(inside);
  if (match === null) return fail('ValueError', "expected ':' after conversion specifier");
  return { end, name: match[1] ?? '', conversion: match[2] ?? '', spec: match[3] ?? '' };
}

function resolve(name: string, lookup: Lookup): Value {
  const [head = ''] = /^[^.[]*/.exec(name) ?? [];
  let value = lookup.first(head);
  const rest = name.slice(head.length);
  for (const [whole, attribute, item] of rest.matchAll(/\.([^.[]*)|\[([^\]]*)\]/g)) {
    if (attribute === '' || item === '') fail('ValueError', `Empty attribute in format string`);
    if (attribute !== undefined) value = lookup.access.attribute(value, attribute);
    else if (item !== undefined) value = lookup.access.item(value, /^\d+$/.test(item) ? Number(item) : item);
    if (whole === '') break;
  }
  return value;
}

function convert(value: Value, conversion: string): Value {
  if (conversion === '') return value;
  if (conversion === 's') return pythonText(value);
  if (conversion === 'r' || conversion === 'a') return pythonRepr(value);
  return fail('ValueError', `Unknown conversion specifier ${conversion}`);
}

function formatted(value: Value, spec: string): string {
  if (value instanceof Traced || value instanceof Markup) return formatValue(value.text, spec);
  if (value instanceof PyFloat) return formatValue(value, spec);
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return formatValue(value, spec);
  }
  if (spec === '') return pythonText(value);
  return fail('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
}

function write(format: string, lookup: Lookup, depth: number): string {
  if (depth > MAX_DEPTH) fail('ValueError', 'Max string recursion exceeded');
  let out = '';
  let at = 0;
  while (at < format.length) {
    const char = format.charAt(at++);
    if (char !== '{' && char !== '}') out += char;
    else if (format[at] === char) {
      out += char;
      at++;
    } else if (char === '}') fail('ValueError', "Single '}' encountered in format string");
    else {
      const field = readField(format, at);
      const value = convert(resolve(field.name, lookup), field.conversion);
      out += formatted(value, write(field.spec, lookup, depth + 1));
      at = field.end;
    }
    renderBudget.allow(out.length);
  }
  return out;
}

function required(value: Value | undefined, name: string): Value {
  return value === undefined ? fail('KeyError', pythonRepr(name)) : value;
}

/** str.format as jinja2's sandbox runs it: attributes and items are read by the template's own rules. */
export function formatMethod(
  format: string,
  call: { readonly args: readonly Value[]; readonly named: (name: string) => Value | undefined },
  access: FieldAccess,
): string {
  const { args, named } = call;
  let automatic = 0;
  let manual = false;
  const first = (name: string): Value => {
    if (name !== '' && !/^\d+$/.test(name)) return required(named(name), name);
    if (name === '' ? manual : automatic > 0) {
      const to = name === '' ? 'automatic field numbering' : 'manual field specification';
      const from = name === '' ? 'manual field specification' : 'automatic field numbering';
      fail('ValueError', `cannot switch from ${from} to ${to}`);
    }
    if (name !== '') manual = true;
    const index = name === '' ? automatic++ : Number(name);
    const value = args[index];
    if (value !== undefined) return value;
    return fail('IndexError', `Replacement index ${index} out of range for positional args tuple`);
  };
  return write(format, { access, first }, 0);
}
