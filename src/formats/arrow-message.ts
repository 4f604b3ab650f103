import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { type FlatTable, flatByte, flatLong, flatLongs, flatPairs, flatTable, rootTable } from './arrow-flatbuffer.ts';
import { type ArrowSchema, arrowSchema } from './arrow-schema.ts';

/** What a record batch says about its body. */
export interface BatchLayout {
  readonly length: number;
  /** Length and null count of every column, parents before children. */
  readonly nodes: readonly (readonly [number, number])[];
  /** Offset and length in the body. */
  readonly buffers: readonly (readonly [number, number])[];
  readonly compression: 'none' | 'lz4' | 'zstd' | 'unknown';
  /** Extra buffers of each column of views. */
  readonly variadic: readonly number[];
}

export type ArrowMessage = { readonly bodyLength: number } & (
  | { readonly kind: 'schema'; readonly schema: ArrowSchema }
  | { readonly kind: 'batch'; readonly layout: BatchLayout }
  | { readonly kind: 'dictionary'; readonly id: number; readonly delta: boolean; readonly layout: BatchLayout }
  | { readonly kind: 'other' }
);

/** Reads the metadata of one message (Message.fbs of the Arrow format). */
export function arrowMessage(bytes: Uint8Array): Result<ArrowMessage> {
  // Offsets that lead out of the message throw: bad input here, not a bug.
  try {
    const message = rootTable(bytes);
    const bodyLength = flatLong(message, 3);
    if (bodyLength < 0) return failed(`a message claims a body of ${bodyLength} bytes`);
    const header = flatTable(message, 2);
    const kind = flatByte(message, 1);
    if (!header) return failed('a message has no header');
    if (kind === 1) return ok({ kind: 'schema', bodyLength, schema: arrowSchema(header) });
    if (kind === 3) return ok({ kind: 'batch', bodyLength, layout: batchLayout(header) });
    const data = kind === 2 ? flatTable(header, 1) : undefined;
    if (!data) return ok({ kind: 'other', bodyLength });
    const delta = flatByte(header, 2) !== 0;
    return ok({ kind: 'dictionary', bodyLength, id: flatLong(header, 0), delta, layout: batchLayout(data) });
  } catch (error) {
    return failed(`a message is damaged: ${errorText(error)}`);
  }
}

function batchLayout(batch: FlatTable): BatchLayout {
  const compression = flatTable(batch, 3);
  const codec = compression && (['lz4', 'zstd'] as const)[flatByte(compression, 0)];
  const length = flatLong(batch, 0);
  if (length < 0) throw new RangeError(`a batch claims ${length} rows`);
  return {
    length,
    nodes: flatPairs(batch, 1),
    buffers: flatPairs(batch, 2),
    compression: compression ? (codec ?? 'unknown') : 'none',
    variadic: flatLongs(batch, 4),
  };
}
