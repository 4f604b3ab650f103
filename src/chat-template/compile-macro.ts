import { callValue } from './attributes.ts';
import { type CompileContext, type Evaluate, enterScope } from './compile-context.ts';
import { compileArguments, compileExpression } from './compile-expression.ts';
import { emit } from './compile-output.ts';
import { compileTarget } from './compile-target.ts';
import { innerContext } from './inner-context.ts';
import { fail } from './python-fail.ts';
import { pythonText } from './python-repr.ts';
import {
  type Keywords,
  type Piece,
  PyDict,
  PyFunction,
  PyTuple,
  Traced,
  Undefined,
  type Value,
} from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import type { Frame } from './render-frame.ts';
import type { CompileBody, Run } from './run-statement.ts';
import { type FunctionScope, visitBody, visitExpression } from './scope.ts';
import type { Body, CallBlockStatement, MacroStatement, Parameter, Statement } from './syntax-tree.ts';
import { readsName } from './syntax-walk.ts';

type GenerationStatement = Extract<Statement, { kind: 'generation' }>;

/** `{% macro %}`: a function that is assigned to its name. */
export function compileMacroStatement(context: CompileContext, node: MacroStatement, compileBody: CompileBody): Run {
  const macro = compileMacro(context, node, compileBody);
  const assign = compileTarget(context, { kind: 'store', name: node.name, at: node.at });
  return (frame) => {
    assign(frame, macroValue(macro, frame));
    return 'next';
  };
}

/** `{% call %}`: calls a macro with another one, the block, as its `caller`. */
export function compileCallBlock(context: CompileContext, node: CallBlockStatement, compileBody: CompileBody): Run {
  const macro = compileMacro(context, { ...node, name: '' }, compileBody);
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

/** `{% generation %}` of transformers, which makes a call block of its body and notes where it begins. */
export function compileGeneration(context: CompileContext, node: GenerationStatement, compileBody: CompileBody): Run {
  const { invoke } = compileMacro(context, { name: '', parameters: [], body: node.body, at: node.at }, compileBody);
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

function marked(pieces: readonly Piece[], block: number): Piece[] {
  return pieces.map((piece) => ({ ...piece, block }));
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

type Invoke = (parent: Frame, args: readonly Value[], keywords: Keywords | undefined) => Value;

interface CompiledMacro {
  readonly shape: MacroShape;
  readonly invoke: Invoke;
}

function macroShape({ map }: CompileContext, { name, parameters, body, at }: MacroNode): MacroShape {
  const names = parameters.map((parameter) => parameter.name);
  const caller = readsName(body, 'caller');
  const own = parameters.find((parameter) => parameter.name === 'caller');
  if (caller && own !== undefined && own.fallback === undefined)
    throw map.error(
      'TemplateAssertionError',
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
      at,
    );
  const reads = (special: string) => readsName(body, special) && !names.includes(special);
  return { name, names, caller, keywords: reads('kwargs'), rest: reads('varargs') };
}

function compileMacro(context: CompileContext, node: MacroNode, compileBody: CompileBody): CompiledMacro {
  const owner: FunctionScope = { parent: context.owner, size: 0 };
  const block = { ...innerContext(context, owner), direct: false, inLoop: false };
  const shape = macroShape(context, node);
  const slots = shape.names.map((name) => block.scope.declare(name));
  if (shape.caller && !shape.names.includes('caller')) slots.push(block.scope.declare('caller'));
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

function macroValue({ shape, invoke }: CompiledMacro, parent: Frame): PyFunction {
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
