// One closure per statement; blocks of statements nest, so the cases call each other.
import { callValue } from './attributes.ts';
import { type CompileContext, type Evaluate, enterScope } from './compile-context.ts';
import { compileArguments, compileExpression, compileFilter, compileTruth } from './compile-expression.ts';
import { mentionsPrompt } from './generation-prompt.ts';
import { LoopContext } from './loop-context.ts';
import { fail, itemsOf, iterate } from './python-operators.ts';
import { pythonText } from './python-repr.ts';
import {
  type Keywords,
  Namespace,
  type Origin,
  type Piece,
  PyDict,
  PyFunction,
  PyObject,
  PyTuple,
  Traced,
  Undefined,
  type Value,
} from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import type { Frame } from './render-frame.ts';
import {
  type FunctionScope,
  readsName,
  Scope,
  type Slot,
  visitBody,
  visitExpression,
  visitTarget,
  walkBody,
} from './scope.ts';
import type {
  Body,
  CallBlockStatement,
  ForStatement,
  OutputPart,
  Parameter,
  Statement,
  Target,
} from './syntax-tree.ts';
import { unpack } from './unpack.ts';

/** What a statement asks of the loop around it. */
export type Signal = 'next' | 'break' | 'continue';
export type Run = (frame: Frame) => Signal;

const DERIVED: Origin = { kind: 'derived' };
const PROMPT: Origin = { kind: 'generation-prompt' };

/** Appends to the output of the frame; the only place that does. */
function write(frame: Frame, text: string): void {
  frame.out += text;
  if (frame.out.length > 1_000_000) renderBudget.allow(frame.out.length);
}

function writeTraced(frame: Frame, value: Value, prompt: boolean): void {
  if (value instanceof Traced) frame.pieces?.push(...value.pieces);
  else {
    const text = pythonText(value);
    if (text !== '') frame.pieces?.push({ text, origin: prompt ? PROMPT : DERIVED, block: 0 });
  }
  write(frame, value instanceof Traced ? value.text : pythonText(value));
}

function compilePart(context: CompileContext, part: OutputPart): (frame: Frame) => void {
  if (part.kind === 'data') {
    const { text } = part;
    if (!context.trace) return (frame) => write(frame, text);
    const origin: Origin = context.prompt ? PROMPT : { kind: 'literal', ...context.map.at(part.at) };
    const traced = new Traced(text, [{ text, origin, block: 0 }]);
    return (frame) => writeTraced(frame, traced, false);
  }
  const value = compileExpression(context, part.value);
  const { at } = part.value;
  if (context.trace) {
    return (frame) => {
      frame.state.at = at;
      writeTraced(frame, value(frame), context.prompt);
    };
  }
  return (frame) => {
    frame.state.at = at;
    const result = value(frame);
    write(frame, typeof result === 'string' ? result : pythonText(result));
  };
}

function compileOutput(context: CompileContext, parts: readonly OutputPart[]): Run {
  const writes = parts.map((part) => compilePart(context, part));
  const [only] = writes;
  if (only !== undefined && writes.length === 1) {
    return (frame) => {
      only(frame);
      return 'next';
    };
  }
  return (frame) => {
    for (let index = 0; index < writes.length; index++) writes[index]?.(frame);
    return 'next';
  };
}

/** A list of statements. */
export function compileBody(context: CompileContext, body: Body): Run {
  const runs = body.map((statement) => compileStatement(context, statement));
  const [only] = runs;
  if (only !== undefined && runs.length === 1) return only;
  return (frame) => {
    for (let index = 0; index < runs.length; index++) {
      const signal = runs[index]?.(frame) ?? 'next';
      if (signal !== 'next') return signal;
    }
    return 'next';
  };
}

function compileIf(context: CompileContext, node: Extract<Statement, { kind: 'if' }>): Run {
  const soft = { ...context, soft: true };
  let prompt = context.prompt;
  const branches = node.branches.map(({ test, body }) => {
    const asks = mentionsPrompt(test);
    const branch = {
      test: compileTruth(soft, test),
      run: compileBody({ ...soft, prompt: prompt || asks === 'then' }, body),
    };
    prompt ||= asks === 'otherwise';
    return branch;
  });
  const otherwise = compileBody({ ...soft, prompt }, node.otherwise);
  const [only] = branches;
  if (only !== undefined && branches.length === 1)
    return (frame) => (only.test(frame) ? only.run(frame) : otherwise(frame));
  return (frame) => {
    for (const branch of branches) if (branch.test(frame)) return branch.run(frame);
    return otherwise(frame);
  };
}

type Assign = (frame: Frame, value: Value) => void;

function compileTarget(context: CompileContext, target: Target): Assign {
  switch (target.kind) {
    case 'store': {
      const index = context.scope.find(target.name)?.index ?? 0;
      return (frame, value) => {
        frame.slots[index] = value;
      };
    }
    case 'namespace': {
      const object = compileExpression(context, { kind: 'name', name: target.name, at: target.at });
      return (frame, value) => {
        const space = object(frame);
        frame.state.at = target.at;
        if (!(space instanceof Namespace))
          return fail('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
        space.attributes.setText(target.attribute, value);
      };
    }
    case 'unpack': {
      const assigns = target.targets.map((part) => compileTarget(context, part));
      return (frame, value) => {
        frame.state.at = target.at;
        const items = unpack(value, assigns.length);
        assigns.forEach((assign, index) => assign(frame, items[index] ?? null));
      };
    }
  }
}

function namespacesOf(target: Target): readonly string[] {
  if (target.kind === 'unpack') return target.targets.flatMap(namespacesOf);
  return target.kind === 'namespace' ? [target.name] : [];
}

function compileSet(context: CompileContext, node: Extract<Statement, { kind: 'set' }>): Run {
  const value = compileExpression(context, node.value);
  const assign = compileTarget(context, node.target);
  // jinja2 looks at the namespaces before it evaluates the value.
  const spaces = namespacesOf(node.target).map((name) =>
    compileExpression(context, { kind: 'name', name, at: node.at }),
  );
  return (frame) => {
    frame.state.at = node.at;
    for (const space of spaces)
      if (!(space(frame) instanceof Namespace))
        fail('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
    assign(frame, value(frame));
    return 'next';
  };
}

function inner(context: CompileContext, owner: FunctionScope = context.owner): CompileContext {
  return { ...context, scope: new Scope(context.scope, owner), owner, soft: false };
}

/** Runs the body with an output of its own and hands its text on; a break or continue discards it. */
function capture(context: CompileContext, run: Run, use: (frame: Frame, text: Value) => void): Run {
  const { direct, trace } = context;
  return (frame) => {
    const { out, pieces } = frame;
    if (direct) frame.state.setAside = out.length;
    frame.out = '';
    frame.pieces = trace ? [] : undefined;
    const signal = run(frame);
    const text = frame.pieces === undefined ? frame.out : new Traced(frame.out, frame.pieces);
    frame.out = out;
    frame.pieces = pieces;
    if (direct) frame.state.setAside = -1;
    if (signal === 'next') use(frame, text);
    return signal;
  };
}

/** A body whose output is held back, filtered and handed on. jinja2 looks for the names that a `filter` block's filter uses, not a `set` block's. */
function compileHeld(
  context: CompileContext,
  { kind, body: nodes, filter: node }: Extract<Statement, { kind: 'set-block' | 'filter-block' }>,
  use: (frame: Frame, value: Value) => void,
): Run {
  const block = inner({ ...context, direct: false });
  visitBody(block.scope, nodes);
  if (kind === 'filter-block') visitExpression(block.scope, node);
  block.scope.seal();
  const enter = enterScope(block);
  const body = compileBody(block, nodes);
  let held: Value = '';
  const filter = node && compileFilter(block, node, () => held);
  return capture(
    context,
    (frame) => {
      enter(frame);
      return body(frame);
    },
    (frame, text) => {
      held = text;
      use(frame, filter === undefined ? text : filter(frame));
    },
  );
}

function emit(context: CompileContext, frame: Frame, value: Value): void {
  if (context.trace) writeTraced(frame, value, context.prompt);
  else write(frame, pythonText(value));
}

function compileWith(context: CompileContext, node: Extract<Statement, { kind: 'with' }>): Run {
  const block = inner(context);
  for (const target of node.targets) visitTarget(block.scope, target);
  visitBody(block.scope, node.body);
  block.scope.seal();
  const enter = enterScope(block);
  const assigns = node.targets.map((target) => compileTarget(block, target));
  const values = node.values.map((value) => compileExpression(context, value));
  const body = compileBody(block, node.body);
  return (frame) => {
    enter(frame);
    values.forEach((value, index) => assigns[index]?.(frame, value(frame)));
    return body(frame);
  };
}

function compileBlock(context: CompileContext, node: Extract<Statement, { kind: 'block' }>): Run {
  // A block sees the template's own variables only, not those of the loop it stands in.
  const block = { ...context, scope: new Scope(context.rootScope, context.owner), soft: false, inLoop: false };
  visitBody(block.scope, node.body);
  block.scope.seal();
  const enter = enterScope(block);
  const body = compileBody(block, node.body);
  return (frame) => {
    enter(frame);
    return body(frame);
  };
}

interface LoopParts {
  readonly enter: (frame: Frame) => void;
  readonly assign: Assign;
  readonly body: Run;
  readonly otherwise: (frame: Frame) => Signal;
  readonly hasOtherwise: boolean;
  readonly loopSlot: Slot | undefined;
  /** The elements that pass the loop's own `if`, one at a time as the body runs. */
  readonly filter: ((frame: Frame, items: Iterable<Value>) => Iterator<Value>) | undefined;
}

function compileLoopFilter(context: CompileContext, node: ForStatement): LoopParts['filter'] {
  const { test } = node;
  if (test === undefined) return undefined;
  const owner: FunctionScope = { parent: context.owner, size: 0 };
  const block = inner(context, owner);
  visitTarget(block.scope, node.target, true);
  visitExpression(block.scope, test);
  block.scope.seal();
  const enter = enterScope(block);
  const assign = compileTarget(block, node.target);
  const passes = compileTruth(block, test);
  return function* (frame, items) {
    const own: Frame = { state: frame.state, slots: [], parent: frame, out: '', pieces: undefined };
    enter(own);
    for (const item of items) {
      renderBudget.spend(1);
      assign(own, item);
      if (passes(own)) yield item;
    }
  };
}

function checkLoopName(context: CompileContext, node: ForStatement): void {
  const refuse = (target: Target, at: number): void => {
    if (target.kind === 'unpack') for (const part of target.targets) refuse(part, at);
    else if (target.kind === 'store' && target.name === 'loop')
      throw context.map.error('TemplateAssertionError', "Can't assign to special loop variable in for-loop target", at);
  };
  refuse(node.target, node.at);
  walkBody([...node.body, ...node.otherwise], {
    expression: () => undefined,
    statement: (inside) => {
      if (inside.kind === 'set' || inside.kind === 'set-block' || inside.kind === 'for')
        refuse(inside.target, inside.at);
      if (inside.kind === 'with') for (const target of inside.targets) refuse(target, inside.at);
    },
  });
}

function compileLoopParts(context: CompileContext, node: ForStatement): LoopParts {
  const filter = compileLoopFilter(context, node);
  const block = { ...inner(context), inLoop: true };
  const extended = node.recursive || readsName(node.body, 'loop');
  const loopSlot = extended ? block.scope.declare('loop') : undefined;
  visitTarget(block.scope, node.target, true);
  visitBody(block.scope, node.body);
  block.scope.seal();
  checkLoopName(context, node);
  const other = inner(context);
  visitBody(other.scope, node.otherwise);
  other.scope.seal();
  const enterOther = enterScope(other);
  const runOther = compileBody(other, node.otherwise);
  return {
    filter,
    loopSlot,
    enter: enterScope(block),
    assign: compileTarget(block, node.target),
    body: compileBody(block, node.body),
    hasOtherwise: node.otherwise.length > 0,
    otherwise: (frame) => {
      enterOther(frame);
      return runOther(frame);
    },
  };
}

/** True when an iteration ran to its end, which is what keeps jinja2 from the else branch. */
function runPlain(parts: LoopParts, frame: Frame, items: Iterable<Value>): boolean {
  const { enter, assign, body } = parts;
  let completed = false;
  for (const item of items) {
    renderBudget.spend(1);
    enter(frame);
    assign(frame, item);
    const signal = body(frame);
    if (signal === 'break') break;
    if (signal === 'next') completed = true;
  }
  return completed;
}

function runExtended(parts: LoopParts, frame: Frame, loop: LoopContext): boolean {
  const { enter, assign, body, loopSlot } = parts;
  const shown = new PyObject(loop);
  let completed = false;
  for (let item = loop.next(); item !== undefined; item = loop.next()) {
    renderBudget.spend(1);
    enter(frame);
    if (loopSlot !== undefined) frame.slots[loopSlot.index] = shown;
    assign(frame, item);
    const signal = body(frame);
    if (signal === 'break') break;
    if (signal === 'next') completed = true;
  }
  return completed;
}

type Recurse = (items: Value, depth: number) => Value;

function runLoop(
  parts: LoopParts,
  frame: Frame,
  value: Value,
  recursion: { readonly depth: number; readonly recurse: Recurse | undefined },
): Signal {
  const items = parts.filter === undefined ? itemsOf(value) : undefined;
  let completed: boolean;
  if (items !== undefined && parts.loopSlot === undefined) completed = runPlain(parts, frame, items);
  else {
    const source = items ?? parts.filter?.(frame, iterate(value)) ?? iterate(value)[Symbol.iterator]();
    const loop = new LoopContext(source, recursion.depth, recursion.recurse);
    completed = runExtended(parts, frame, loop);
  }
  return completed || !parts.hasOtherwise ? 'next' : parts.otherwise(frame);
}

function compileFor(context: CompileContext, node: ForStatement): Run {
  const iterable = compileExpression(context, node.iterable);
  if (!node.recursive) {
    const parts = compileLoopParts(context, node);
    const plain = { depth: 0, recurse: undefined };
    return (frame) => {
      const value = iterable(frame);
      frame.state.at = node.at;
      return runLoop(parts, frame, value, plain);
    };
  }
  const owner: FunctionScope = { parent: context.owner, size: 0 };
  const parts = compileLoopParts({ ...context, owner, direct: false, inLoop: false }, node);
  const { trace } = context;
  return (frame) => {
    const recurse: Recurse = (items, depth) => {
      renderBudget.enter();
      const own: Frame = { state: frame.state, slots: [], parent: frame, out: '', pieces: trace ? [] : undefined };
      runLoop(parts, own, items, { depth, recurse });
      renderBudget.leave();
      return own.pieces === undefined ? own.out : new Traced(own.out, own.pieces);
    };
    const value = iterable(frame);
    frame.state.at = node.at;
    emit(context, frame, recurse(value, 0));
    return 'next';
  };
}

interface MacroNode {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
  readonly at: number;
}

interface MacroShape {
  readonly name: string;
  readonly names: readonly string[];
  readonly caller: boolean;
  readonly keywords: boolean;
  readonly rest: boolean;
}

/** Sorts a call's arguments as jinja2's Macro does: parameters, then caller, kwargs and varargs when the body uses them. */
function arrange(shape: MacroShape, args: readonly Value[], given: Keywords | undefined): (Value | undefined)[] {
  const keywords = new Map(given);
  const values: (Value | undefined)[] = args.slice(0, shape.names.length);
  let foundCaller = values.length === shape.names.length && shape.names.includes('caller');
  for (const name of shape.names.slice(values.length)) {
    values.push(keywords.get(name));
    keywords.delete(name);
    if (name === 'caller') foundCaller = true;
  }
  if (shape.caller && !foundCaller) {
    values.push(keywords.get('caller') ?? new Undefined('No caller defined'));
    keywords.delete('caller');
  }
  if (shape.keywords) {
    const dict = new PyDict();
    for (const [name, value] of keywords) dict.setText(name, value);
    values.push(dict);
  } else refuseKeywords(shape, keywords);
  if (shape.rest) values.push(new PyTuple(args.slice(shape.names.length)));
  else if (args.length > shape.names.length)
    fail('TypeError', `macro ${quoted(shape.name)} takes not more than ${shape.names.length} argument(s)`);
  return values;
}

function quoted(name: string): string {
  return name === '' ? 'None' : `'${name}'`;
}

function refuseKeywords(shape: MacroShape, keywords: Keywords): void {
  const [first] = keywords.keys();
  if (first === undefined) return;
  if (keywords.has('caller'))
    fail(
      'TypeError',
      `macro ${quoted(shape.name)} was invoked with two values for the special caller argument. This is most likely a bug.`,
    );
  fail('TypeError', `macro ${quoted(shape.name)} takes no keyword argument '${first}'`);
}

type Invoke = (parent: Frame, args: readonly Value[], keywords: Keywords | undefined) => Value;

function compileMacro(
  context: CompileContext,
  node: MacroNode,
): { readonly shape: MacroShape; readonly invoke: Invoke } {
  const owner: FunctionScope = { parent: context.owner, size: 0 };
  const block = { ...inner(context, owner), direct: false, inLoop: false };
  const names = node.parameters.map(({ name }) => name);
  const slots = names.map((name) => block.scope.declare(name));
  const reads = (name: string) => readsName(node.body, name) && !names.includes(name);
  const own = node.parameters.findIndex(({ name }) => name === 'caller');
  if (own !== -1 && readsName(node.body, 'caller') && node.parameters[own]?.fallback === undefined)
    throw context.map.error(
      'TemplateAssertionError',
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
      node.at,
    );
  const shape = {
    name: node.name,
    names,
    caller: readsName(node.body, 'caller'),
    keywords: reads('kwargs'),
    rest: reads('varargs'),
  };
  if (shape.caller && own === -1) slots.push(block.scope.declare('caller'));
  if (shape.keywords) slots.push(block.scope.declare('kwargs'));
  if (shape.rest) slots.push(block.scope.declare('varargs'));
  for (const { fallback } of node.parameters) if (fallback !== undefined) visitExpression(block.scope, fallback);
  visitBody(block.scope, node.body);
  block.scope.seal();
  const enter = enterScope(block);
  const fallbacks = node.parameters.map(({ name, fallback }): Evaluate => {
    const missing = new Undefined(`parameter '${name}' was not provided`);
    return fallback === undefined ? () => missing : compileExpression(block, fallback);
  });
  const body = compileBody(block, node.body);
  const { trace } = context;
  const invoke: Invoke = (parent, args, keywords) => {
    renderBudget.enter();
    const frame: Frame = { state: parent.state, slots: [], parent, out: '', pieces: trace ? [] : undefined };
    const values = arrange(shape, args, keywords);
    slots.forEach((slot, index) => {
      frame.slots[slot.index] = values[index];
    });
    enter(frame);
    fallbacks.forEach((fallback, index) => {
      const slot = slots[index];
      if (slot !== undefined && frame.slots[slot.index] === undefined) frame.slots[slot.index] = fallback(frame);
    });
    body(frame);
    renderBudget.leave();
    return frame.pieces === undefined ? frame.out : new Traced(frame.out, frame.pieces);
  };
  return { shape, invoke };
}

function macroValue({ shape, invoke }: ReturnType<typeof compileMacro>, parent: Frame): PyFunction {
  const attributes = new Map<string, Value>([
    ['name', shape.name === '' ? null : shape.name],
    ['arguments', new PyTuple(shape.names)],
    ['catch_kwargs', shape.keywords],
    ['catch_varargs', shape.rest],
    ['caller', shape.caller],
    ['explicit_caller', shape.names.includes('caller')],
  ]);
  return new PyFunction(shape.name, (args, keywords) => invoke(parent, args, keywords), {
    typeName: 'Macro',
    attributes,
  });
}

function compileCallBlock(context: CompileContext, node: CallBlockStatement): Run {
  const macro = compileMacro(context, { ...node, name: '' });
  const callee = compileExpression(context, node.call.callee);
  const call = compileArguments(context, node.call.args);
  return (frame) => {
    const value = callee(frame);
    const args = call.args(frame);
    const keywords = call.keywords(frame);
    frame.state.at = node.at;
    renderBudget.spend(1);
    const named = new Map(keywords).set('caller', macroValue(macro, frame));
    emit(context, frame, callValue(value, args, named));
    return 'next';
  };
}

function marked(pieces: readonly Piece[], block: number): Piece[] {
  return pieces.map((piece) => ({ ...piece, block }));
}

function compileGeneration(context: CompileContext, node: Extract<Statement, { kind: 'generation' }>): Run {
  const { invoke } = compileMacro(context, { name: '', parameters: [], body: node.body, at: node.at });
  return (frame) => {
    const { state } = frame;
    const outermost = state.generationDepth === 0;
    if (outermost) state.generationCount++;
    const block = state.generationCount;
    state.generationDepth++;
    const text = invoke(frame, [], undefined);
    state.generationDepth--;
    const start = state.setAside === -1 ? (state.root?.out.length ?? 0) : state.setAside;
    state.blocks.push({ start, text: pythonText(text) });
    emit(context, frame, text instanceof Traced ? new Traced(text.text, marked(text.pieces, block)) : text);
    return 'next';
  };
}

function compileLoad(context: CompileContext, node: Extract<Statement, { kind: 'load' }>): Run {
  const template = compileExpression(context, node.template);
  return (frame) => {
    template(frame);
    frame.state.at = node.at;
    // What jinja2 says in an environment without a loader, which is how transformers makes its own.
    return fail('TypeError', 'no loader for this environment specified');
  };
}

function compileStatement(context: CompileContext, node: Statement): Run {
  switch (node.kind) {
    case 'output':
      return compileOutput(context, node.parts);
    case 'if':
      return compileIf(context, node);
    case 'for':
      return compileFor(context, node);
    case 'set':
      return compileSet(context, node);
    case 'set-block':
      return compileHeld(context, node, compileTarget(context, node.target));
    case 'filter-block':
      return compileHeld(context, node, (frame, value) => emit(context, frame, value));
    case 'with':
      return compileWith(context, node);
    case 'block':
      return compileBlock(context, node);
    case 'call-block':
      return compileCallBlock(context, node);
    case 'generation':
      return compileGeneration(context, node);
    case 'load':
      return compileLoad(context, node);
    case 'macro': {
      const macro = compileMacro(context, node);
      const assign = compileTarget(context, { kind: 'store', name: node.name, at: node.at });
      return (frame) => {
        assign(frame, macroValue(macro, frame));
        return 'next';
      };
    }
    case 'break':
    case 'continue': {
      if (!context.inLoop)
        throw context.map.error(
          'SyntaxError',
          node.kind === 'break' ? "'break' outside loop" : "'continue' not properly in loop",
          node.at,
        );
      const { kind } = node;
      return () => kind;
    }
  }
}
