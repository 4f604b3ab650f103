import type { AddedTokenFinder } from './added-token-finder.ts';
import { type AlignedText, sliceAligned, sourceRange } from './aligned-text.ts';
import type { Model } from './model.ts';
import type { PreTokenize } from './pre-tokenizer.ts';
import type { TokenSink } from './token-sink.ts';
import { createWord, readText, type Word } from './word.ts';
import type { WordEnd } from './word-end.ts';

export interface GeneralParts {
  readonly model: Model;
  readonly sink: TokenSink;
  readonly preTokenize: PreTokenize | undefined;
  /** Cut words directly in the text, in place of `preTokenize`. */
  readonly scans: readonly WordEnd[] | undefined;
  readonly inNormalized: AddedTokenFinder;
  /** Appends an added token that was found. */
  readonly push: (id: number, text: AlignedText) => void;
}

const NO_MARKS = new Uint8Array(65_536);

/** Tokens found in `text` since `before` get their place in the source. */
function place(text: AlignedText, sink: TokenSink, before: number): void {
  const { alignment, prefix, from } = text;
  if (!alignment && prefix === 0) {
    if (from === 0) return;
    for (let token = before; token < sink.length; token++) {
      sink.starts[token] = (sink.starts[token] ?? 0) + from;
      sink.ends[token] = (sink.ends[token] ?? 0) + from;
    }
    return;
  }
  for (let token = before; token < sink.length; token++) {
    const [start, end] = sourceRange(text, sink.starts[token] ?? 0, sink.ends[token] ?? 0);
    sink.starts[token] = start;
    sink.ends[token] = end;
  }
}

export interface Scanning {
  readonly model: Model;
  readonly sink: TokenSink;
  /** Each cuts what the one before has left. */
  readonly scans: readonly WordEnd[];
}

/** Gives the model every word of a part of a text. */
export function encodeScanned(scanning: Scanning, word: Word, level = 0): void {
  const { model, sink, scans } = scanning;
  const { units, start, end } = word;
  const scan = scans[level];
  const isLast = level >= scans.length - 1;
  for (let at = start; at < end; ) {
    const next = scan ? scan(units, at, end) : end;
    word.start = at;
    word.end = next;
    if (isLast) model.encodeWord(word, sink);
    else encodeScanned(scanning, word, level + 1);
    at = next;
  }
}

/**
 * Encodes normalised text in the steps of huggingface/tokenizers, in which every part knows where each of its characters comes
 * from. Right for every tokenizer, but slow.
 */
export function createGeneralEncoder(parts: GeneralParts): (normalized: AlignedText) => void {
  const { model, sink, preTokenize, scans, inNormalized, push } = parts;
  const word = createWord();
  const scanning = scans && { model, sink, scans };

  const encodeWords = (text: AlignedText): void => {
    const before = sink.length;
    if (scanning) {
      readText(word, text.text, NO_MARKS);
      encodeScanned(scanning, word);
      place(text, sink, before);
      return;
    }
    for (const part of preTokenize ? preTokenize([text]) : [text]) {
      if (part.text === '') continue;
      const own = sink.length;
      readText(word, part.text, NO_MARKS);
      model.encodeWord(word, sink);
      place(part, sink, own);
    }
  };

  return (normal) => {
    if (inNormalized.firstUnits.length === 0) {
      if (normal.text !== '') encodeWords(normal);
      return;
    }
    for (const { start, end, id } of inNormalized(normal.text)) {
      if (end === start) continue;
      const part = sliceAligned(normal, start, end);
      if (id === undefined) encodeWords(part);
      else push(id, part);
    }
  };
}
