import type { FilterSet } from './filter-set.ts';
import type { Value } from './python-values.ts';
import type { Frame } from './render-frame.ts';
import type { FunctionScope, Scope, Slot } from './scope.ts';
import type { SourceMap } from './source-position.ts';

export type Evaluate = (frame: Frame) => Value;

/** What the compiler knows at a place in the template. */
export interface CompileContext {
  readonly map: SourceMap;
  readonly library: FilterSet;
  /** Number of each variable that is read from the render's input. */
  readonly contextNames: Map<string, number>;
  /** Compiles the second, tracing version of the template. */
  readonly trace: boolean;
  readonly scope: Scope;
  readonly rootScope: Scope;
  readonly owner: FunctionScope;
  /** Inside an if, where jinja2 lets unknown filters pass until they are reached. */
  readonly soft: boolean;
  /** Output goes straight to the rendered text, not into a buffer. */
  readonly direct: boolean;
  readonly inLoop: boolean;
  /** In a branch that is taken only when add_generation_prompt is set. */
  readonly prompt: boolean;
}

/** Reads the variable a name stands for; undefined when it is not set. */
export function readContext(context: CompileContext, name: string): (frame: Frame) => Value | undefined {
  let index = context.contextNames.get(name);
  if (index === undefined) {
    index = context.contextNames.size;
    context.contextNames.set(name, index);
  }
  const at = index;
  return (frame) => frame.state.context[at];
}

/** Calls between the function that runs and the one that owns the slot. */
function hopsTo(from: FunctionScope, owner: FunctionScope): number {
  let hops = 0;
  for (let scope: FunctionScope | undefined = from; scope !== undefined && scope !== owner; scope = scope.parent)
    hops++;
  return hops;
}

/** Reads the variable of a slot, which may belong to a function further out; undefined when it is not set. */
export function readSlot(context: CompileContext, slot: Slot): (frame: Frame) => Value | undefined {
  if (slot.fromContext) return readContext(context, slot.name);
  const { index } = slot;
  const hops = hopsTo(context.owner, slot.owner);
  if (hops === 0) return (frame) => frame.slots[index];
  if (hops === 1) return (frame) => frame.parent?.slots[index];
  return (frame) => {
    let owner: Frame | undefined = frame;
    for (let hop = 0; hop < hops; hop++) owner = owner?.parent;
    return owner?.slots[index];
  };
}

/** Sets the block's variables to what they are when it is entered. */
export function enterScope(context: CompileContext): (frame: Frame) => void {
  const steps: ((frame: Frame) => void)[] = [];
  for (const [slot, load] of context.scope.loads) {
    if (slot.fromContext || load.kind === 'parameter') continue;
    const { index } = slot;
    if (load.kind === 'undefined') {
      steps.push((frame) => {
        frame.slots[index] = undefined;
      });
      continue;
    }
    const read = load.kind === 'alias' ? readSlot(context, load.from) : readContext(context, slot.name);
    steps.push((frame) => {
      frame.slots[index] = read(frame);
    });
  }
  const [only] = steps;
  if (only === undefined) return () => undefined;
  if (steps.length === 1) return only;
  return (frame) => {
    for (const step of steps) step(frame);
  };
}
