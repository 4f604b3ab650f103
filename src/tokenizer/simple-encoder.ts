import type { SimpleChunks } from './chunk-rule.ts';
import type { Model } from './model.ts';
import type { TokenSink } from './token-sink.ts';
import { createWord, type Word } from './word.ts';

const SPACE = 32;
// Longer chunks are rare and take the general way.
const MOST_UNITS = 1024;

/**
 * Encodes chunks of which it is known that they become one word with as many characters, without normalising or cutting them:
 * most of those that are met for the first time. Returns false, and does nothing, when a chunk is not of that kind.
 */
export function createSimpleEncoder(simple: SimpleChunks, model: Model, sink: TokenSink): (chunk: Word) => boolean {
  const { mark, spaceDropped, spacesInside, stays, isFront } = simple;
  const markUnit = mark.charCodeAt(0);
  const word = createWord();

  /** Where the word begins in the chunk, the mark included; -1 when the chunk is not simple. */
  const wordStart = ({ units, start, end }: Word): number => {
    if (end - start > MOST_UNITS) return -1;
    let at = start;
    if (!spacesInside) {
      while (at < end && isFront(units[at] ?? 0)) at++;
      if (at === start || at === end || (!spaceDropped && at > start + 1)) return -1;
    }
    const first = spacesInside ? at : at - 1;
    for (; at < end; at++) {
      const unit = units[at] ?? 0;
      if (unit === SPACE ? !spacesInside : !stays(unit)) return -1;
    }
    return first;
  };

  const place = (before: number, start: number): void => {
    const { starts, ends } = sink;
    for (let token = before; token < sink.length; token++) {
      const own = starts[token] ?? 0;
      const end = ends[token] ?? 0;
      starts[token] = start + (spaceDropped && own === 0 ? 1 : own);
      ends[token] = start + (spaceDropped && end === 1 ? 2 : end);
    }
  };

  return (chunk) => {
    const start = wordStart(chunk);
    if (start === -1) return false;
    const { units, end } = chunk;
    const before = sink.length;
    const { placed } = sink;
    const { units: own } = word;
    for (let at = start; at < end; at++) own[at - start] = units[at] === SPACE ? markUnit : (units[at] ?? 0);
    if (!spacesInside) own[0] = markUnit;
    word.end = end - start;
    sink.placed = true;
    // The chunk is remembered, so its word need not be.
    model.encodeWord(word, sink, false);
    sink.placed = placed;
    place(before, start);
    return true;
  };
}
