/** Values that are worked on at a time: base, merge, update and prediction together fit a second-level cache. */
export const BLOCK_VALUES = 16 * 1024;

/** Room for a block, made once and used for every unit of a worker. */
export interface ProofRoom {
  base: Float32Array;
  merged: Float32Array;
  update: Float32Array;
  scratch: Float32Array;
}

export function createProofRoom(): ProofRoom {
  const space = () => new Float32Array(BLOCK_VALUES);
  return { base: space(), merged: space(), update: space(), scratch: space() };
}

/** Makes room for longer rows. */
export function growRoom(room: ProofRoom, values: number): void {
  if (room.base.length >= values) return;
  for (const key of ['base', 'merged', 'update', 'scratch'] as const) room[key] = new Float32Array(values);
}
