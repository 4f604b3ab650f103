import { pickleBuild } from './pickle-build.ts';
import { pickleLiteral } from './pickle-literal.ts';
import { failPickle, type PickleMachine } from './pickle-machine.ts';
import { pickleRead } from './pickle-read.ts';
import { pickleStack } from './pickle-stack.ts';
import type { PickleValue } from './pickle-value.ts';

type Opcode = (machine: PickleMachine) => void;

const { bytes, skip, uint, int, long, double, text, line } = pickleRead;
const { push, pop, popMark, drop, top, put, get } = pickleStack;

/** CPython writes such integers only for data nobody keeps in arguments; turning bytes to digits is quadratic. */
const MAX_INTEGER_BYTES = 1024;
const HIGHEST_PROTOCOL = 5;

/**
 * Every opcode of protocols 0 to 5 by its byte, as `pickletools.opcodes` lists them. None of them resolves a name or calls
 * anything: opcodes that would, push a description of what they would do.
 */
export const PICKLE_OPCODES: ReadonlyMap<number, Opcode> = new Map(
  Object.entries(opcodeTable()).map(([code, opcode]) => [opcodeByte(code), opcode]),
);

function opcodeByte(code: string): number {
  return code.length === 1 ? code.charCodeAt(0) : Number.parseInt(code, 16);
}

/** Keys are the opcode's ASCII character, or its byte as two hexadecimal digits. */
function opcodeTable(): Record<string, Opcode> {
  return { ...numberOpcodes(), ...stringOpcodes(), ...containerOpcodes(), ...callOpcodes(), ...machineOpcodes() };
}

function numberOpcodes(): Record<string, Opcode> {
  return {
    N: (machine) => push(machine, null),
    88: (machine) => push(machine, true),
    89: (machine) => push(machine, false),
    I: (machine) => push(machine, pickleLiteral.integer(machine, line(machine), true)),
    L: (machine) => push(machine, pickleLiteral.integer(machine, line(machine).replace(/L$/, ''), false)),
    F: (machine) => push(machine, pickleLiteral.float(machine, line(machine))),
    G: (machine) => push(machine, double(machine)),
    J: (machine) => push(machine, int(machine)),
    K: (machine) => push(machine, uint(machine, 1)),
    M: (machine) => push(machine, uint(machine, 2)),
    '8a': (machine) => pushLong(machine, uint(machine, 1)),
    '8b': (machine) => pushLong(machine, uint(machine, 4)),
  };
}

function stringOpcodes(): Record<string, Opcode> {
  return {
    S: (machine) => push(machine, pickleLiteral.quoted(machine, line(machine))),
    T: (machine) => pushLatin1(machine, uint(machine, 4)),
    U: (machine) => pushLatin1(machine, uint(machine, 1)),
    V: (machine) => push(machine, pickleLiteral.rawUnicode(line(machine))),
    X: (machine) => push(machine, text(machine, uint(machine, 4))),
    '8c': (machine) => push(machine, text(machine, uint(machine, 1))),
    '8d': (machine) => push(machine, text(machine, uint(machine, 8))),
    B: (machine) => push(machine, { kind: 'bytes', length: skip(machine, uint(machine, 4)) }),
    C: (machine) => push(machine, { kind: 'bytes', length: skip(machine, uint(machine, 1)) }),
    '8e': (machine) => push(machine, { kind: 'bytes', length: skip(machine, uint(machine, 8)) }),
    96: (machine) => push(machine, { kind: 'bytes', length: skip(machine, uint(machine, 8)) }),
    97: (machine) => push(machine, { kind: 'buffer' }),
    98: (machine) => void top(machine),
  };
}

function containerOpcodes(): Record<string, Opcode> {
  return {
    ']': (machine) => push(machine, { kind: 'list', items: [] }),
    ')': (machine) => push(machine, { kind: 'tuple', items: [] }),
    '}': (machine) => push(machine, { kind: 'dict', entries: [] }),
    '8f': (machine) => push(machine, { kind: 'set', items: [] }),
    91: (machine) => push(machine, { kind: 'set', items: popMark(machine) }),
    l: (machine) => push(machine, { kind: 'list', items: popMark(machine) }),
    t: (machine) => push(machine, { kind: 'tuple', items: popMark(machine) }),
    d: (machine) => push(machine, { kind: 'dict', entries: pickleBuild.pairs(machine, popMark(machine)) }),
    85: (machine) => pushTuple(machine, 1),
    86: (machine) => pushTuple(machine, 2),
    87: (machine) => pushTuple(machine, 3),
    a: (machine) => addTo(machine, [pop(machine)], pickleBuild.append),
    e: (machine) => addTo(machine, popMark(machine), pickleBuild.append),
    90: (machine) => addTo(machine, popMark(machine), pickleBuild.append),
    s: (machine) => addTo(machine, [pop(machine), pop(machine)].reverse(), pickleBuild.setItems),
    u: (machine) => addTo(machine, popMark(machine), pickleBuild.setItems),
  };
}

function callOpcodes(): Record<string, Opcode> {
  return {
    c: (machine) => push(machine, { kind: 'global', name: `${line(machine)}.${line(machine)}` }),
    93: (machine) => pickleBuild.stackGlobal(machine),
    82: (machine) => push(machine, { kind: 'global', name: `(extension ${uint(machine, 1)})` }),
    83: (machine) => push(machine, { kind: 'global', name: `(extension ${uint(machine, 2)})` }),
    84: (machine) => push(machine, { kind: 'global', name: `(extension ${uint(machine, 4)})` }),
    P: (machine) => push(machine, { kind: 'persistent', id: line(machine) }),
    Q: (machine) => push(machine, { kind: 'persistent', id: pop(machine) }),
    R: (machine) => pickleBuild.call(machine),
    81: (machine) => pickleBuild.call(machine),
    92: (machine) => pickleBuild.callWithKeywords(machine),
    o: (machine) => pickleBuild.callMarked(machine),
    i: (machine) => pickleBuild.callNamed(machine, `${line(machine)}.${line(machine)}`),
    b: (machine) => pickleBuild.setState(machine),
  };
}

function machineOpcodes(): Record<string, Opcode> {
  return {
    80: (machine) => {
      const protocol = uint(machine, 1);
      if (protocol > HIGHEST_PROTOCOL) failPickle(machine, `pickle protocol ${protocol} is unknown`);
    },
    // A frame only tells how much may be read at once; it must lie inside the file all the same.
    95: (machine) => {
      const length = uint(machine, 8);
      const start = machine.pos;
      bytes(machine, length);
      machine.pos = start;
    },
    '(': (machine) => void machine.marks.push(machine.stack.length),
    0: (machine) => drop(machine),
    1: (machine) => void popMark(machine),
    2: (machine) => push(machine, top(machine)),
    p: (machine) => put(machine, pickleLiteral.index(line(machine))),
    q: (machine) => put(machine, uint(machine, 1)),
    r: (machine) => put(machine, uint(machine, 4)),
    94: (machine) => put(machine, machine.memo.size),
    g: (machine) => get(machine, pickleLiteral.index(line(machine))),
    h: (machine) => get(machine, uint(machine, 1)),
    j: (machine) => get(machine, uint(machine, 4)),
    '.': (machine) => {
      machine.stopped = true;
    },
  };
}

function pushLong(machine: PickleMachine, length: number): void {
  if (length > MAX_INTEGER_BYTES) failPickle(machine, `an integer of ${length} bytes is over the limit`);
  else push(machine, pickleLiteral.fromBigInt(long(machine, length)));
}

/** Python 2 strings are bytes; latin-1 keeps them apart, and ASCII, which is all that is met, reads the same. */
function pushLatin1(machine: PickleMachine, length: number): void {
  let value = '';
  for (const byte of bytes(machine, length)) value += String.fromCharCode(byte);
  push(machine, value);
}

function pushTuple(machine: PickleMachine, length: number): void {
  const items: PickleValue[] = [];
  for (let taken = 0; taken < length; taken++) items.unshift(pop(machine));
  push(machine, { kind: 'tuple', items });
}

function addTo(
  machine: PickleMachine,
  values: PickleValue[],
  add: (machine: PickleMachine, target: PickleValue, values: PickleValue[]) => void,
): void {
  add(machine, top(machine), values);
}
