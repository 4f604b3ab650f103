import { failPickle, type PickleMachine } from './pickle-machine.ts';
import type { PickleValue } from './pickle-value.ts';

/** Stack and memo of a pickle machine; taking what is not there fails and gives a harmless value. */
export const pickleStack = { push, pop, popMark, drop, top, put, get };

/** The memo of an honest training_args.bin has some hundred entries. */
const MAX_MEMO = 1_000_000;

function push(machine: PickleMachine, value: PickleValue): void {
  machine.stack.push(value);
}

function floor(machine: PickleMachine): number {
  return machine.marks.at(-1) ?? 0;
}

function pop(machine: PickleMachine): PickleValue {
  if (machine.stack.length > floor(machine)) return machine.stack.pop() ?? null;
  failPickle(machine, 'an opcode takes a value from an empty stack');
  return null;
}

/** Everything above the topmost mark, which is removed too. */
function popMark(machine: PickleMachine): PickleValue[] {
  const mark = machine.marks.pop();
  if (mark !== undefined) return machine.stack.splice(mark);
  failPickle(machine, 'an opcode takes values up to a mark, but no mark is set');
  return [];
}

/** POP: takes a value, or a mark when nothing lies above it, as CPython does. */
function drop(machine: PickleMachine): void {
  const mark = machine.marks.at(-1);
  if (mark !== undefined && mark === machine.stack.length) machine.marks.pop();
  else pop(machine);
}

function top(machine: PickleMachine): PickleValue {
  if (machine.stack.length > floor(machine)) return machine.stack.at(-1) ?? null;
  failPickle(machine, 'an opcode uses the top of an empty stack');
  return null;
}

function put(machine: PickleMachine, index: number): void {
  if (!Number.isSafeInteger(index)) failPickle(machine, 'a memo index is not a whole number');
  else if (machine.memo.size >= MAX_MEMO) failPickle(machine, `the memo has more than ${MAX_MEMO} entries`);
  else machine.memo.set(index, top(machine));
}

function get(machine: PickleMachine, index: number): void {
  const value = machine.memo.get(index);
  if (value === undefined) failPickle(machine, `memo entry ${index} was never set`);
  else push(machine, value);
}
