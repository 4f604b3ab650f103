import type { CompileContext } from './compile-context.ts';
import { compileExpression } from './compile-expression.ts';
import { pythonText } from './python-repr.ts';
import { type Origin, Traced, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import type { Frame } from './render-frame.ts';
import type { Run } from './run-statement.ts';
import type { OutputPart } from './syntax-tree.ts';

const DERIVED: Origin = { kind: 'derived' };
const PROMPT: Origin = { kind: 'generation-prompt' };

/** Text and values, written one after the other. */
export function compileOutput(context: CompileContext, parts: readonly OutputPart[]): Run {
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

/** Runs the body with an output of its own and hands its text on; a break or continue discards it. */
export function capture(context: CompileContext, run: Run, use: (frame: Frame, text: Value) => void): Run {
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

/** Writes a value to the output of the frame. */
export function emit(context: CompileContext, frame: Frame, value: Value): void {
  if (context.trace) writeTraced(frame, value, context.prompt);
  else write(frame, pythonText(value));
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

/** Appends to the output of the frame; the only place that does. */
function write(frame: Frame, text: string): void {
  frame.out += text;
  if (frame.out.length > 1_000_000) renderBudget.allow(frame.out.length);
}

function writeTraced(frame: Frame, value: Value, prompt: boolean): void {
  if (value instanceof Traced) {
    for (const piece of value.pieces) frame.pieces?.push(piece);
    write(frame, value.text);
    return;
  }
  const text = pythonText(value);
  if (text !== '') frame.pieces?.push({ text, origin: prompt ? PROMPT : DERIVED, block: 0 });
  write(frame, text);
}
