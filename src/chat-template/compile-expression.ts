// One closure per expression node; the cases call each other for their operands.
import { callValue, getAttribute, getItem } from './attributes.ts';
import { type CompileContext, type Evaluate, readContext, readSlot } from './compile-context.ts';
import type { FilterFunction } from './filter-set.ts';
import { mentionsPrompt } from './generation-prompt.ts';
import { compare, contains, equals } from './python-comparison.ts';
import { fail, failUndefined } from './python-fail.ts';
import { iterate } from './python-iteration.ts';
import { add, binary, negate, positive } from './python-operators.ts';
import { isList, textOf, truthy } from './python-primitives.ts';
import { pythonText, typeName } from './python-repr.ts';
import { slice } from './python-slice.ts';
import { DictView, type Keywords, keyOf, PyDict, PyTuple, Traced, Undefined, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import type { Frame } from './render-frame.ts';
import { stringMethod } from './string-methods.ts';
import type { CallArguments, CallExpression, CompareOperator, Expression, FilterExpression } from './syntax-tree.ts';
import { callTraced, tracedSources } from './traced-call.ts';
import { derivedText, joinTraced } from './traced-text.ts';

const DICT_NAMES = new Set([
  'clear',
  'copy',
  'fromkeys',
  'get',
  'items',
  'keys',
  'pop',
  'popitem',
  'setdefault',
  'update',
  'values',
]);
const NO_ARGUMENTS: readonly Value[] = [];

function compileConst(context: CompileContext, value: Value, at: number): Evaluate {
  if (!context.trace || typeof value !== 'string') return () => value;
  const origin = context.prompt
    ? ({ kind: 'generation-prompt' } as const)
    : ({ kind: 'literal', ...context.map.at(at) } as const);
  const traced = new Traced(value, value === '' ? [] : [{ text: value, origin, block: 0 }]);
  return () => traced;
}

function compileName(context: CompileContext, name: string): Evaluate {
  const slot = context.scope.find(name);
  const read = slot === undefined ? readContext(context, name) : readSlot(context, slot);
  const missing = new Undefined(`'${name}' is undefined`);
  return (frame) => {
    const value = read(frame);
    return value === undefined ? missing : value;
  };
}

function compileList(context: CompileContext, items: readonly Expression[]): (frame: Frame) => Value[] {
  const parts = items.map((item) => compileExpression(context, item));
  return (frame) => {
    const values: Value[] = [];
    for (const part of parts) values.push(part(frame));
    return values;
  };
}

function compileDict(context: CompileContext, node: Extract<Expression, { kind: 'dict' }>): Evaluate {
  const entries = node.entries.map(({ key, value }) => ({
    key: compileExpression(context, key),
    value: compileExpression(context, value),
  }));
  return (frame) => {
    const dict = new PyDict();
    for (const entry of entries) {
      const key = entry.key(frame);
      frame.state.at = node.at;
      dict.set(key instanceof Traced ? key.text : key, entry.value(frame));
    }
    return dict;
  };
}

function compileAttribute(context: CompileContext, node: Extract<Expression, { kind: 'attribute' }>): Evaluate {
  const { name, at } = node;
  const object = compileExpression(context, node.object);
  const isKey = !DICT_NAMES.has(name) && !name.startsWith('__');
  const missing = new Undefined(`'dict object' has no attribute '${name}'`);
  return (frame) => {
    const value = object(frame);
    if (isKey && value instanceof PyDict) {
      const item = value.map.get(name);
      return item === undefined ? missing : item;
    }
    frame.state.at = at;
    return getAttribute(value, name);
  };
}

function compileItem(context: CompileContext, node: Extract<Expression, { kind: 'item' }>): Evaluate {
  const object = compileExpression(context, node.object);
  const { at } = node;
  if (node.key.kind === 'const' && typeof node.key.value === 'string') {
    const name = node.key.value;
    const mapKey = keyOf(name);
    const isKey = !DICT_NAMES.has(name) && !name.startsWith('__');
    const missing = new Undefined(`'dict object' has no attribute '${name}'`);
    return (frame) => {
      const value = object(frame);
      if (value instanceof PyDict) {
        const item = value.map.get(mapKey);
        if (item !== undefined) return item;
        if (isKey) return missing;
      }
      frame.state.at = at;
      return getItem(value, name);
    };
  }
  const key = compileExpression(context, node.key);
  return (frame) => {
    const value = object(frame);
    const wanted = key(frame);
    if (isList(value) && typeof wanted === 'number') {
      const item = value[wanted < 0 ? wanted + value.length : wanted];
      if (item !== undefined) return item;
    }
    frame.state.at = at;
    return getItem(value, wanted);
  };
}

function compileSlice(context: CompileContext, node: Extract<Expression, { kind: 'slice' }>): Evaluate {
  const object = compileExpression(context, node.object);
  const none: Evaluate = () => null;
  const bound = (index: number) => {
    const part = node.bounds[index];
    return part === undefined ? none : compileExpression(context, part);
  };
  const [start, stop, step] = [bound(0), bound(1), bound(2)];
  return (frame) => {
    const value = object(frame);
    const bounds = [start(frame), stop(frame), step(frame)] as const;
    frame.state.at = node.at;
    return slice(value, bounds);
  };
}

export interface CompiledArguments {
  readonly args: (frame: Frame) => readonly Value[];
  /** To be called after `args`. */
  readonly keywords: (frame: Frame) => Keywords | undefined;
}

const noKeywords = () => undefined;

function addKeywordSpread(keywords: Map<string, Value>, spread: Value): void {
  if (spread instanceof Undefined) failUndefined(spread);
  if (!(spread instanceof PyDict)) fail('TypeError', `argument after ** must be a mapping, not ${typeName(spread)}`);
  for (const [key, value] of spread.entries()) {
    const name = textOf(key) ?? fail('TypeError', 'keywords must be strings');
    if (keywords.has(name)) fail('TypeError', `got multiple values for keyword argument '${name}'`);
    keywords.set(name, value);
  }
}

/** Arguments of a call; `first` is put before them. */
export function compileArguments(context: CompileContext, node: CallArguments, first?: Evaluate): CompiledArguments {
  const positional = node.positional.map((value) => compileExpression(context, value));
  if (first !== undefined) positional.unshift(first);
  const keywords = node.keywords.map(({ name, value }) => ({ name, value: compileExpression(context, value) }));
  const spread = node.spread && compileExpression(context, node.spread);
  const keywordSpread = node.keywordSpread && compileExpression(context, node.keywordSpread);
  if (keywords.length === 0 && spread === undefined && keywordSpread === undefined) {
    const [one, two] = positional;
    if (one === undefined) return { args: () => NO_ARGUMENTS, keywords: noKeywords };
    if (two === undefined) return { args: (frame) => [one(frame)], keywords: noKeywords };
    if (positional.length === 2) return { args: (frame) => [one(frame), two(frame)], keywords: noKeywords };
    return { args: (frame) => positional.map((value) => value(frame)), keywords: noKeywords };
  }
  return {
    args: (frame) => {
      const args = positional.map((value) => value(frame));
      if (spread !== undefined) args.push(...iterate(spread(frame)));
      return args;
    },
    keywords: (frame) => {
      const named = new Map<string, Value>();
      for (const { name, value } of keywords) named.set(name, value(frame));
      if (keywordSpread !== undefined) addKeywordSpread(named, keywordSpread(frame));
      return named;
    },
  };
}

function dictCall(value: PyDict, name: string, args: readonly Value[]): Value | undefined {
  if (name === 'items' && args.length === 0) return new DictView(value, 'items');
  if (name !== 'get' || args.length === 0 || args.length > 2) return undefined;
  const [key = null, fallback = null] = args;
  const found = value.get(key);
  return found === undefined ? fallback : found;
}

function compileMethodCall(
  context: CompileContext,
  node: CallExpression,
  callee: Extract<Expression, { kind: 'attribute' }>,
): Evaluate {
  const object = compileExpression(context, callee.object);
  const call = compileArguments(context, node.args);
  const { name } = callee;
  const ofString = stringMethod(name);
  return (frame) => {
    const value = object(frame);
    frame.state.at = callee.at;
    if (ofString !== undefined && (typeof value === 'string' || value instanceof Traced)) {
      const args = call.args(frame);
      const keywords = call.keywords(frame);
      frame.state.at = node.at;
      renderBudget.spend(1);
      return ofString(value, args, keywords);
    }
    if (value instanceof PyDict) {
      const args = call.args(frame);
      const keywords = call.keywords(frame);
      if (keywords === undefined) {
        const result = dictCall(value, name, args);
        if (result !== undefined) return result;
      }
      frame.state.at = node.at;
      return callValue(getAttribute(value, name), args, keywords);
    }
    const method = getAttribute(value, name);
    const args = call.args(frame);
    const keywords = call.keywords(frame);
    frame.state.at = node.at;
    renderBudget.spend(1);
    return callValue(method, args, keywords);
  };
}

function compileCall(context: CompileContext, node: CallExpression): Evaluate {
  if (node.callee.kind === 'attribute') return compileMethodCall(context, node, node.callee);
  const callee = compileExpression(context, node.callee);
  const call = compileArguments(context, node.args);
  return (frame) => {
    const value = callee(frame);
    const args = call.args(frame);
    const keywords = call.keywords(frame);
    frame.state.at = node.at;
    renderBudget.spend(1);
    return callValue(value, args, keywords);
  };
}

function unknown(
  context: CompileContext,
  kind: 'filter' | 'test',
  node: { readonly name: string; readonly at: number },
): FilterFunction {
  const message = `No ${kind} named '${node.name}'`;
  if (!context.soft) throw context.map.error('TemplateAssertionError', `${message}.`, node.at);
  return () => fail('TemplateRuntimeError', `${message} found.`);
}

/** A filter; `value` stands in for the text of a filter block. */
export function compileFilter(context: CompileContext, node: FilterExpression, value?: Evaluate): Evaluate {
  const input =
    node.value === undefined
      ? value
      : node.value.kind === 'filter'
        ? compileFilter(context, node.value, value)
        : compileExpression(context, node.value);
  const filter = context.library.filters.get(node.name) ?? unknown(context, 'filter', node);
  const call = compileArguments(context, node.args, input);
  const { library, trace } = context;
  const { name } = node;
  return (frame) => {
    const args = call.args(frame);
    const keywords = call.keywords(frame);
    frame.state.at = node.at;
    renderBudget.spend(1);
    return trace ? callTraced(name, filter, { args, keywords, library }) : filter(args, keywords, library);
  };
}

function compileTest(context: CompileContext, node: Extract<Expression, { kind: 'test' }>): Evaluate {
  const value = compileExpression(context, node.value);
  if (node.args.positional.length === 0 && node.args.keywords.length === 0) {
    switch (node.name) {
      case 'defined':
        return (frame) => !(value(frame) instanceof Undefined);
      case 'undefined':
        return (frame) => value(frame) instanceof Undefined;
      case 'none':
        return (frame) => value(frame) === null;
      case 'string':
        return (frame) => textOf(value(frame)) !== undefined;
      case 'mapping':
        return (frame) => value(frame) instanceof PyDict;
    }
  }
  const test = context.library.tests.get(node.name) ?? unknown(context, 'test', node);
  const call = compileArguments(context, node.args, value);
  const { library } = context;
  return (frame) => {
    const args = call.args(frame);
    const keywords = call.keywords(frame);
    frame.state.at = node.at;
    return test(args, keywords, library);
  };
}

function compileCondition(context: CompileContext, node: Extract<Expression, { kind: 'condition' }>): Evaluate {
  const soft = { ...context, soft: true };
  const asks = mentionsPrompt(node.test);
  const test = compileTruth(soft, node.test);
  const then = compileExpression({ ...soft, prompt: context.prompt || asks === 'then' }, node.consequent);
  const { line } = context.map.at(node.at);
  const missing = new Undefined(
    `the inline if-expression on line ${line} evaluated to false and no else section was defined.`,
  );
  if (node.otherwise === undefined) return (frame) => (test(frame) ? then(frame) : missing);
  const otherwise = compileExpression({ ...soft, prompt: context.prompt || asks === 'otherwise' }, node.otherwise);
  return (frame) => (test(frame) ? then(frame) : otherwise(frame));
}

function relation(operator: CompareOperator): (left: Value, right: Value) => boolean {
  switch (operator) {
    case '==':
      return (left, right) =>
        typeof left === 'string' && typeof right === 'string' ? left === right : equals(left, right);
    case '!=':
      return (left, right) =>
        typeof left === 'string' && typeof right === 'string' ? left !== right : !equals(left, right);
    case 'in':
      return (left, right) =>
        typeof left === 'string' && typeof right === 'string' ? right.includes(left) : contains(right, left);
    case 'not in':
      return (left, right) => !contains(right, left);
    default:
      return (left, right) =>
        typeof left === 'number' && typeof right === 'number'
          ? order(operator, left, right)
          : compare(operator, left, right);
  }
}

function order(operator: '<' | '<=' | '>' | '>=', left: number, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function compileCompare(
  context: CompileContext,
  node: Extract<Expression, { kind: 'compare' }>,
): (frame: Frame) => boolean {
  const first = compileExpression(context, node.first);
  const rest = node.rest.map(({ operator, value }) => ({
    holds: relation(operator),
    value: compileExpression(context, value),
  }));
  const [only] = rest;
  if (only !== undefined && rest.length === 1) {
    return (frame) => {
      const left = first(frame);
      const right = only.value(frame);
      frame.state.at = node.at;
      return only.holds(left, right);
    };
  }
  return (frame) => {
    let left = first(frame);
    for (const { holds, value } of rest) {
      const right = value(frame);
      frame.state.at = node.at;
      if (!holds(left, right)) return false;
      left = right;
    }
    return true;
  };
}

function concatenation(parts: readonly Evaluate[]): Evaluate {
  return (frame) => {
    let text = '';
    for (const part of parts) {
      const value = part(frame);
      text += typeof value === 'string' ? value : pythonText(value);
    }
    renderBudget.allow(text.length);
    return text;
  };
}

function compileConcat(context: CompileContext, items: readonly Expression[]): Evaluate {
  const parts = items.map((item) => compileExpression(context, item));
  if (!context.trace) return concatenation(parts);
  return (frame) => {
    const joined = joinTraced(parts.map((part) => part(frame)));
    renderBudget.allow(typeof joined === 'string' ? joined.length : joined.text.length);
    return joined;
  };
}

function compileBinary(context: CompileContext, node: Extract<Expression, { kind: 'binary' }>): Evaluate {
  const left = compileExpression(context, node.left);
  const right = compileExpression(context, node.right);
  const { operator, at } = node;
  if (operator === '+') {
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      frame.state.at = at;
      return add(a, b);
    };
  }
  const { trace } = context;
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    frame.state.at = at;
    const result = binary(operator, a, b);
    return trace && operator === '%' && typeof result === 'string'
      ? derivedText(result, tracedSources([a, b]))
      : result;
  };
}

/** The expression as a condition. */
export function compileTruth(context: CompileContext, node: Expression): (frame: Frame) => boolean {
  switch (node.kind) {
    case 'compare':
      return compileCompare(context, node);
    case 'not': {
      const inner = compileTruth(context, node.value);
      return (frame) => !inner(frame);
    }
    case 'and': {
      const left = compileTruth(context, node.left);
      const right = compileTruth(context, node.right);
      return (frame) => left(frame) && right(frame);
    }
    case 'or': {
      const left = compileTruth(context, node.left);
      const right = compileTruth(context, node.right);
      return (frame) => left(frame) || right(frame);
    }
    default: {
      const value = compileExpression(context, node);
      return (frame) => {
        const result = value(frame);
        return typeof result === 'boolean' ? result : truthy(result);
      };
    }
  }
}

function compileLogic(context: CompileContext, node: Extract<Expression, { kind: 'and' | 'or' }>): Evaluate {
  const left = compileExpression(context, node.left);
  const right = compileExpression(context, node.right);
  const isAnd = node.kind === 'and';
  return (frame) => {
    const value = left(frame);
    return truthy(value) === isAnd ? right(frame) : value;
  };
}

/** Compiles an expression to a closure. Throws TemplateError (TemplateAssertionError) for unknown filters and tests. */
export function compileExpression(context: CompileContext, node: Expression): Evaluate {
  switch (node.kind) {
    case 'const':
      return compileConst(context, node.value, node.at);
    case 'name':
      return compileName(context, node.name);
    case 'list':
      return compileList(context, node.items);
    case 'tuple': {
      const items = compileList(context, node.items);
      return (frame) => new PyTuple(items(frame));
    }
    case 'dict':
      return compileDict(context, node);
    case 'attribute':
      return compileAttribute(context, node);
    case 'item':
      return compileItem(context, node);
    case 'slice':
      return compileSlice(context, node);
    case 'call':
      return compileCall(context, node);
    case 'filter':
      return compileFilter(context, node);
    case 'test':
      return compileTest(context, node);
    case 'condition':
      return compileCondition(context, node);
    case 'and':
    case 'or':
      return compileLogic(context, node);
    case 'compare':
    case 'not':
      return compileTruth(context, node);
    case 'binary':
      return compileBinary(context, node);
    case 'concat':
      return compileConcat(context, node.items);
    case 'negative':
    case 'positive': {
      const value = compileExpression(context, node.value);
      const apply = node.kind === 'negative' ? negate : positive;
      return (frame) => {
        const operand = value(frame);
        frame.state.at = node.at;
        return apply(operand);
      };
    }
  }
}
