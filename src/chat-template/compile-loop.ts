import { type CompileContext, enterScope } from './compile-context.ts';
import { compileExpression, compileTruth } from './compile-expression.ts';
import { emit } from './compile-output.ts';
import { type Assign, compileTarget } from './compile-target.ts';
import { innerContext } from './inner-context.ts';
import { LoopContext } from './loop-context.ts';
import { itemsOf, iterate } from './python-iteration.ts';
import { PyObject, Traced, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import type { Frame } from './render-frame.ts';
import type { CompileBody, Run, Signal } from './run-statement.ts';
import { type FunctionScope, type Slot, visitBody, visitExpression, visitTarget } from './scope.ts';
import type { ForStatement, Target } from './syntax-tree.ts';
import { readsName, walkBody } from './syntax-walk.ts';

/** A loop, recursive or not, with its own `if` and its `else`. */
export function compileFor(context: CompileContext, node: ForStatement, compileBody: CompileBody): Run {
  const iterable = compileExpression(context, node.iterable);
  if (!node.recursive) {
    const parts = compileLoopParts(context, node, compileBody);
    return (frame) => {
      const value = iterable(frame);
      frame.state.at = node.at;
      return runLoop(parts, frame, { value, depth: 0, recurse: undefined });
    };
  }
  const owner: FunctionScope = { parent: context.owner, size: 0 };
  const parts = compileLoopParts({ ...context, owner, direct: false, inLoop: false }, node, compileBody);
  const { trace } = context;
  return (frame) => {
    const recurse: Recurse = (items, depth) => {
      renderBudget.enter();
      const own: Frame = { state: frame.state, slots: [], parent: frame, out: '', pieces: trace ? [] : undefined };
      runLoop(parts, own, { value: items, depth, recurse });
      renderBudget.leave();
      return own.pieces === undefined ? own.out : new Traced(own.out, own.pieces);
    };
    const value = iterable(frame);
    frame.state.at = node.at;
    emit(context, frame, recurse(value, 0));
    return 'next';
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
  const block = innerContext(context, owner);
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

function compileLoopParts(context: CompileContext, node: ForStatement, compileBody: CompileBody): LoopParts {
  const filter = compileLoopFilter(context, node);
  const block = { ...innerContext(context), inLoop: true };
  const extended = node.recursive || readsName(node.body, 'loop');
  const loopSlot = extended ? block.scope.declare('loop') : undefined;
  visitTarget(block.scope, node.target, true);
  visitBody(block.scope, node.body);
  block.scope.seal();
  checkLoopName(context, node);
  const other = innerContext(context);
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

type Recurse = (items: Value, depth: number) => Value;

/** One run of a loop: what it walks, how deep a recursive loop is in itself, and how it goes deeper. */
interface LoopRun {
  readonly value: Value;
  readonly depth: number;
  readonly recurse: Recurse | undefined;
}

function runLoop(parts: LoopParts, frame: Frame, { value, depth, recurse }: LoopRun): Signal {
  const items = parts.filter === undefined ? itemsOf(value) : undefined;
  let completed: boolean;
  if (items !== undefined && parts.loopSlot === undefined) completed = runPlain(parts, frame, items);
  else {
    const source = items ?? parts.filter?.(frame, iterate(value)) ?? iterate(value)[Symbol.iterator]();
    completed = runExtended(parts, frame, new LoopContext(source, depth, recurse));
  }
  return completed || !parts.hasOtherwise ? 'next' : parts.otherwise(frame);
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
