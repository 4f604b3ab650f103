import type { EachMatch } from './text-pattern.ts';
import type { Offsets } from './tokenizer.ts';

/**
 * A piece of normalised text that remembers where every character came from. Without `alignment` the last units are those of
 * the source range, one to one, and the first `prefix` units were put in front and belong to the first source character.
 */
export interface AlignedText {
  readonly text: string;
  /** Range of the source that this text stands for, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  readonly prefix: number;
  /** End of the first source character; only meaningful with a prefix. */
  readonly head: number;
  readonly alignment: Alignment | undefined;
}

/** Per unit of the text, the range of the source character it came from. */
export interface Alignment {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A normalised character and how it relates to the text before: 0 replaces the next character, 1 is added, -n swallows n more. */
export interface Change {
  readonly text: string;
  readonly change: number;
}

/** A text as it stands in the source from `from` on. */
export function plainText(text: string, from: number): AlignedText {
  return { text, from, to: from + text.length, prefix: 0, head: from, alignment: undefined };
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** The source range of `[start, end)`, which must not be empty and must lie on characters. */
export function sourceRange(text: AlignedText, start: number, end: number): Offsets {
  const { alignment, prefix, from, head } = text;
  if (alignment) return [alignment.starts[start] ?? from, alignment.ends[end - 1] ?? from];
  return [start < prefix ? from : from + start - prefix, end <= prefix ? head : from + end - prefix];
}

/** A part of the text, which must lie on characters, with what it knows of its source. */
export function sliceAligned(text: AlignedText, start: number, end: number): AlignedText {
  const [from, to] = sourceRange(text, start, end);
  const { alignment, head } = text;
  const prefix = Math.max(0, Math.min(text.prefix, end) - start);
  return {
    text: text.text.slice(start, end),
    from,
    to,
    prefix,
    head,
    alignment: alignment && {
      starts: alignment.starts.subarray(start, end),
      ends: alignment.ends.subarray(start, end),
    },
  };
}

/** The alignment written out unit by unit. */
function alignmentOf(text: AlignedText): Alignment {
  if (text.alignment) return text.alignment;
  const starts = new Int32Array(text.text.length);
  const ends = new Int32Array(text.text.length);
  let at = 0;
  while (at < text.text.length) {
    const units = unitsAt(text.text, at);
    const [start, end] = sourceRange(text, at, at + units);
    starts.fill(start, at, at + units);
    ends.fill(end, at, at + units);
    at += units;
  }
  return { starts, ends };
}

// The library looks up which part of the text "comes from" the whole source; parts that come from nothing in front are left out.
function coveredUnits(text: AlignedText, { starts, ends }: Alignment): Offsets | undefined {
  if (text.from === text.to) return [0, 0];
  let first: number | undefined;
  let end: number | undefined;
  for (let unit = 0; unit < starts.length; unit++) {
    const from = starts[unit] ?? 0;
    const to = ends[unit] ?? 0;
    if (to > text.to) break;
    if (first === undefined && text.from <= from && from !== to) first = unit;
    end = unit + 1;
  }
  return end === undefined ? undefined : [first ?? end, end];
}

/**
 * Rewrites the text as `NormalizedString::transform` of huggingface/tokenizers does, including its accounting when changes
 * do not add up (then characters get the place of a neighbour). `skipped` characters in front are dropped first.
 */
export function transformAligned(text: AlignedText, changes: readonly Change[], skipped = 0): AlignedText {
  const old = alignmentOf(text);
  const covered = coveredUnits(text, old);
  if (!covered) return text;
  const [begin, end] = covered;
  let cursor = begin;
  const next = (): number => {
    const units = cursor < end ? unitsAt(text.text, cursor) : 0;
    cursor += units;
    return units;
  };
  let place = begin;
  for (let dropped = 0; dropped < skipped; dropped++) place += next();
  const length = changes.reduce((sum, change) => sum + change.text.length, 0);
  const size = begin + length + text.text.length - end;
  const starts = new Int32Array(size);
  const ends = new Int32Array(size);
  starts.set(old.starts.subarray(0, begin));
  ends.set(old.ends.subarray(0, begin));
  let at = begin;
  for (const { text: character, change } of changes) {
    const unit = change > 0 ? place - 1 : place;
    starts.fill(old.starts[unit] ?? text.from, at, at + character.length);
    ends.fill(old.ends[unit] ?? text.from, at, at + character.length);
    at += character.length;
    if (change <= 0) place += next();
    for (let dropped = 0; dropped < -change; dropped++) place += next();
  }
  starts.set(old.starts.subarray(end), at);
  ends.set(old.ends.subarray(end), at);
  const rewritten = changes.map((change) => change.text).join('');
  return {
    ...text,
    text: text.text.slice(0, begin) + rewritten + text.text.slice(end),
    prefix: 0,
    alignment: { starts, ends },
  };
}

/** Puts text in front; it counts as part of the first character. Nothing happens to an empty text. */
export function prependAligned(text: AlignedText, added: string): AlignedText {
  if (text.text === '' || added === '') return text;
  const [, head] = sourceRange(text, 0, unitsAt(text.text, 0));
  const { alignment } = text;
  if (!alignment) return { ...text, text: added + text.text, prefix: text.prefix + added.length, head };
  const starts = new Int32Array(added.length + alignment.starts.length).fill(alignment.starts[0] ?? 0);
  const ends = new Int32Array(starts.length).fill(alignment.ends[0] ?? 0);
  starts.set(alignment.starts, added.length);
  ends.set(alignment.ends, added.length);
  return { ...text, text: added + text.text, alignment: { starts, ends } };
}

/** Replaces every match; what is put in has the place of the last character of the match. */
export function replaceAligned(text: AlignedText, each: EachMatch, content: string): AlignedText {
  const pieces: string[] = [];
  const matches: number[] = [];
  let last = 0;
  let sameLength = true;
  each(text.text, (start, end) => {
    pieces.push(text.text.slice(last, start), content);
    matches.push(start, end);
    sameLength &&= content.length === 1 && end - start === 1;
    last = end;
  });
  if (matches.length === 0) return text;
  const replaced = pieces.join('') + text.text.slice(last);
  if (sameLength) return { ...text, text: replaced };
  const old = alignmentOf(text);
  const starts = new Int32Array(replaced.length);
  const ends = new Int32Array(replaced.length);
  let at = 0;
  let copied = 0;
  const copy = (until: number): void => {
    starts.set(old.starts.subarray(copied, until), at);
    ends.set(old.ends.subarray(copied, until), at);
    at += until - copied;
  };
  for (let index = 0; index < matches.length; index += 2) {
    copy(matches[index] ?? 0);
    copied = matches[index + 1] ?? 0;
    starts.fill(old.starts[copied - 1] ?? text.from, at, at + content.length);
    ends.fill(old.ends[copied - 1] ?? text.from, at, at + content.length);
    at += content.length;
  }
  copy(old.starts.length);
  return { ...text, text: replaced, prefix: 0, alignment: { starts, ends } };
}
