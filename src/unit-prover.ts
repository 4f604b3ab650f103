import type { MergeUnit, UnitOutcome } from './adapter/merge-unit.ts';
import type { AdapterPlaces } from './adapter-places.ts';
import { createProofRoom } from './gather/merge-room.ts';
import { proveUnit } from './gather/merge-unit-proof.ts';

/** A tensor to compare, and what came of it: plain data that threads can send. */
export type ProofUnit = MergeUnit;
export type ProofOutcome = UnitOutcome;

/** Proves units of a merge one after the other, for a thread of its own; the room for values is made once. */
export function unitProver({ adapter, base, merged }: AdapterPlaces): (unit: ProofUnit) => Promise<ProofOutcome> {
  if (adapter === undefined || base === undefined) throw new Error('a merge is proved with an adapter and a base');
  const sources = { adapter, base, merged: merged ?? base };
  const room = createProofRoom();
  return (unit) => proveUnit(sources, unit, room);
}
