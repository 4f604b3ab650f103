import { type AlignedText, plainText } from './aligned-text.ts';
import type { ChunkRule } from './chunk-rule.ts';
import type { Model } from './model.ts';
import type { Normalize } from './normalizer.ts';
import { createSimpleEncoder } from './simple-encoder.ts';
import type { TokenSink } from './token-sink.ts';
import type { Word } from './word.ts';
import { createWordCache } from './word-cache.ts';

export interface ChunkEncoderParts {
  readonly chunks: ChunkRule;
  readonly model: Model;
  readonly sink: TokenSink;
  readonly normalize: Normalize | undefined;
  readonly encodeNormalized: (text: AlignedText) => void;
}

// Kinds of chunks: the first of a text is normalised differently, and some pre-tokenisers treat the very first like no other.
const INNER = 0;
const FIRST = 1;
const FIRST_OF_ALL = 2;

/**
 * Encodes a part of a text chunk by chunk, each from memory when it has been met before. Returns false, and does nothing, when
 * the part cannot be cut. Undefined when no text can be cut with this model.
 */
export function createChunkEncoder(parts: ChunkEncoderParts): ((part: Word) => boolean) | undefined {
  const { chunks, model, sink, normalize, encodeNormalized } = parts;
  const chunkEnd = chunks.chunkEnd(model.separates);
  if (!chunkEnd) return undefined;
  const known = createWordCache();
  const encodeSimple = chunks.simple && createSimpleEncoder(chunks.simple, model, sink);

  const encodeNew = (chunk: Word, kind: number): void => {
    if (kind === INNER && encodeSimple?.(chunk)) return;
    const { placed } = sink;
    // Whatever is remembered needs its places, although nobody may have asked for them yet.
    sink.placed = true;
    const text = plainText(chunk.text.slice(chunk.start, chunk.end), chunk.start);
    const own = kind === INNER ? chunks.innerNormalize : normalize;
    encodeNormalized(own ? own(text) : text);
    sink.placed = placed;
  };

  return (part) => {
    const { units, start, end } = part;
    if (!chunks.applies(units, start, end)) return false;
    for (let at = start; at < end; ) {
      const next = chunkEnd(units, at, end);
      const kind = at > start ? INNER : at > 0 ? FIRST : FIRST_OF_ALL;
      part.start = at;
      part.end = next;
      if (!known.copy(part, sink, kind)) {
        const before = sink.length;
        encodeNew(part, kind);
        known.store(part, sink, before);
      }
      at = next;
    }
    return true;
  };
}
