import { failPickle, type PickleMachine } from './pickle-machine.ts';
import { pickleStack } from './pickle-stack.ts';
import type { PickleObject, PickleValue } from './pickle-value.ts';

/** The opcodes that in Python would call code or fill containers; here they only write down what would happen. */
export const pickleBuild = {
  append,
  setItems,
  pairs,
  stackGlobal,
  call,
  callWithKeywords,
  callMarked,
  callNamed,
  setState,
};

const { push, pop, popMark, top } = pickleStack;

function append(machine: PickleMachine, target: PickleValue, values: PickleValue[]): void {
  if (typeof target === 'object' && target !== null && (isBag(target.kind) || target.kind === 'object')) {
    if ('items' in target) for (const value of values) target.items.push(value);
    return;
  }
  failPickle(machine, `an opcode appends to ${nameOf(target)}`);
}

function isBag(kind: string): boolean {
  return kind === 'list' || kind === 'set';
}

function setItems(machine: PickleMachine, target: PickleValue, values: PickleValue[]): void {
  if (typeof target === 'object' && target !== null && (target.kind === 'dict' || target.kind === 'object')) {
    for (const pair of pairs(machine, values)) target.entries.push(pair);
    return;
  }
  failPickle(machine, `an opcode sets keys of ${nameOf(target)}`);
}

function pairs(machine: PickleMachine, values: readonly PickleValue[]): [PickleValue, PickleValue][] {
  if (values.length % 2 !== 0) failPickle(machine, 'a dict has a key without a value');
  const entries: [PickleValue, PickleValue][] = [];
  for (let at = 0; at + 1 < values.length; at += 2) entries.push([values[at] ?? null, values[at + 1] ?? null]);
  return entries;
}

function stackGlobal(machine: PickleMachine): void {
  const name = pop(machine);
  const module = pop(machine);
  if (typeof name === 'string' && typeof module === 'string')
    push(machine, { kind: 'global', name: `${module}.${name}` });
  else failPickle(machine, 'the name of a global is not a string');
}

/** REDUCE and NEWOBJ. */
function call(machine: PickleMachine): void {
  const args = pop(machine);
  push(machine, described(pop(machine), args));
}

function callWithKeywords(machine: PickleMachine): void {
  const kwargs = pop(machine);
  const args = pop(machine);
  push(machine, { ...described(pop(machine), args), kwargs });
}

function callMarked(machine: PickleMachine): void {
  const [callable, ...items] = popMark(machine);
  if (callable === undefined) failPickle(machine, 'an object has no class');
  else push(machine, described(callable, { kind: 'tuple', items }));
}

function callNamed(machine: PickleMachine, global: string): void {
  push(machine, described({ kind: 'global', name: global }, { kind: 'tuple', items: popMark(machine) }));
}

function described(callable: PickleValue, args: PickleValue): PickleObject {
  const isGlobal = typeof callable === 'object' && callable !== null && callable.kind === 'global';
  return { kind: 'object', global: isGlobal ? callable.name : '(computed)', args, items: [], entries: [] };
}

function setState(machine: PickleMachine): void {
  const state = pop(machine);
  const target = top(machine);
  if (typeof target === 'object' && target !== null && target.kind === 'object') target.state = state;
  else failPickle(machine, `an opcode sets the state of ${nameOf(target)}`);
}

function nameOf(value: PickleValue): string {
  if (value === null) return 'None';
  return typeof value === 'object' ? `a ${value.kind}` : `a ${typeof value}`;
}
