import { failed, ok, type Result } from '../lib/result.ts';
import { breakPickleCycles } from './pickle-cycles.ts';
import { failPickle, type PickleMachine } from './pickle-machine.ts';
import { PICKLE_OPCODES } from './pickle-opcodes.ts';
import type { PickleValue } from './pickle-value.ts';

export type { PickleObject, PickleValue } from './pickle-value.ts';

export interface ReadPickle {
  readonly value: PickleValue;
  /** Byte offset right after STOP; another pickle may follow. */
  readonly end: number;
}

/** Saved training arguments take some kB; pickles with data in them are not what Lockstep reads. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_OPCODES = 2_000_000;

/**
 * Reads one pickle of protocol 0 to 5 without unpickling it: no name is resolved and nothing is called, so a hostile pickle
 * becomes a description of what it would have done. Problems carry the byte offset of the opcode. Opcodes as in CPython's pickletools.
 */
export function readPickle(bytes: Uint8Array, start = 0): Result<ReadPickle> {
  if (bytes.length > MAX_BYTES) return failed(`the pickle has ${bytes.length} bytes; at most ${MAX_BYTES} are read`);
  const machine: PickleMachine = {
    bytes,
    pos: start,
    opcodeAt: start,
    stack: [],
    marks: [],
    memo: new Map(),
    problem: undefined,
    stopped: false,
  };
  for (let count = 0; !machine.stopped && machine.problem === undefined; count++) {
    if (count === MAX_OPCODES)
      return failed(`the pickle has more than ${MAX_OPCODES} opcodes`, { offset: machine.pos });
    runOpcode(machine);
  }
  if (machine.problem !== undefined) return { ok: false, problem: machine.problem };
  const result = machine.stack.at(-1);
  if (result === undefined || machine.marks.length > 0) {
    return failed('the pickle stops without a value', { offset: machine.opcodeAt });
  }
  const value = breakPickleCycles(result);
  if (value === undefined) return failed('the pickle is nested deeper than 1000 levels');
  return ok({ value, end: machine.pos });
}

function runOpcode(machine: PickleMachine): void {
  machine.opcodeAt = machine.pos;
  const code = machine.bytes[machine.pos];
  if (code === undefined) {
    failPickle(machine, 'the pickle ends without its STOP opcode');
    return;
  }
  machine.pos++;
  const opcode = PICKLE_OPCODES.get(code);
  if (opcode === undefined) failPickle(machine, `0x${code.toString(16).padStart(2, '0')} is not a pickle opcode`);
  else opcode(machine);
}
