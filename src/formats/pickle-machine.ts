import type { Problem } from '../lib/result.ts';
import type { PickleValue } from './pickle-value.ts';

/**
 * The state of reading one pickle. The first problem is kept and ends the run; until the opcode at hand returns, reads and
 * pops then give harmless empty values, so that no opcode has to test for it.
 */
export interface PickleMachine {
  readonly bytes: Uint8Array;
  pos: number;
  /** Offset of the opcode at hand, for problems. */
  opcodeAt: number;
  readonly stack: PickleValue[];
  /** Stack heights at which a MARK was set. */
  readonly marks: number[];
  readonly memo: Map<number, PickleValue>;
  problem: Problem | undefined;
  stopped: boolean;
}

/** Keeps the first problem. */
export function failPickle(machine: PickleMachine, reason: string): void {
  machine.problem ??= { reason: `${reason} (byte ${machine.opcodeAt})`, offset: machine.opcodeAt };
}
