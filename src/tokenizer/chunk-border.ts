import * as v from 'valibot';
import type { Section } from './flat-steps.ts';

const WHITE_SPACE = /^\p{White_Space}$/u;
const splitting = v.object({
  pattern: v.object({ String: v.string() }),
  behavior: v.string(),
  invert: v.literal(false),
});
const metaspace = v.object({
  replacement: v.string(),
  split: v.optional(v.boolean(), true),
  prepend_scheme: v.nullish(v.string()),
  add_prefix_space: v.nullish(v.boolean()),
});
const byteLevel = v.object({ use_regex: v.optional(v.boolean(), true) });

const isOneUnit = (text: string): boolean => text.length === 1;

/** Harmless where the normaliser has replaced every space: such a step never finds one. */
export function isSplitAtSpace(step: Section): boolean {
  const read = v.safeParse(splitting, step);
  return step.type === 'Split' && read.success && read.output.pattern.String === ' ';
}

/**
 * What the pre-tokeniser does at a cut. `words`: a word always begins with the chunk. `open`: it would join the words on either
 * side, and only the model can say whether that matters; `anywhere` when that is so between any two characters. `atBlanks`:
 * the same holds for white space other than the space.
 */
export type Border =
  | { readonly kind: 'words'; readonly shape: Shape | undefined; readonly atBlanks: boolean }
  | { readonly kind: 'open'; readonly space: string; readonly anywhere: boolean };

/** The single word that becomes of a chunk of one space and ink. */
export interface Shape {
  /** What the word begins with. */
  readonly mark: string;
  /** The space was dropped and the mark put in front, so that it has the place of the first character of ink. */
  readonly spaceDropped: boolean;
}

function metaspaceBorder(step: Section, before: Border): Border | undefined {
  const { replacement, split, prepend_scheme } = v.parse(metaspace, step);
  if (before.kind !== 'open' || (before.space !== ' ' && before.space !== replacement)) return undefined;
  if (split) return { kind: 'words', shape: { mark: replacement, spaceDropped: false }, atBlanks: false };
  const anywhere = before.anywhere && (prepend_scheme === 'first' || prepend_scheme === 'never');
  return { kind: 'open', space: replacement, anywhere };
}

function splitBorder(step: Section, before: Border): Border | undefined {
  const read = v.safeParse(splitting, step);
  if (before.kind !== 'open' || !read.success || !isOneUnit(read.output.pattern.String)) return undefined;
  const { pattern, behavior } = read.output;
  if (pattern.String !== before.space) return before;
  return behavior === 'MergedWithPrevious'
    ? { ...before, anywhere: false }
    : { kind: 'words', shape: undefined, atBlanks: false };
}

function borderAfter(step: Section, before: Border): Border | undefined {
  if (before.kind === 'words') return before;
  const { space } = before;
  const words: Border = { kind: 'words', shape: undefined, atBlanks: false };
  const atBlanks: Border = { ...words, atBlanks: true };
  switch (step.type) {
    case 'WhitespaceSplit':
      return WHITE_SPACE.test(space) ? atBlanks : before;
    case 'Whitespace':
    case 'BertPreTokenizer':
      return WHITE_SPACE.test(space) ? atBlanks : undefined;
    case 'Metaspace':
      return metaspaceBorder(step, before);
    case 'Split':
      return splitBorder(step, before);
    case 'ByteLevel':
      // In GPT-2's pattern a space only ever begins a match or follows other white space.
      return space === ' ' && v.parse(byteLevel, step).use_regex ? words : undefined;
    default:
      return undefined;
  }
}

/** T5 and its descendants cut at white space and put the mark in front of every word. */
function shapeOfTwo([first, second]: readonly Section[]): Shape | undefined {
  const read = v.safeParse(metaspace, second);
  if (first?.type !== 'WhitespaceSplit' || second?.type !== 'Metaspace' || !read.success) return undefined;
  const { replacement, prepend_scheme, add_prefix_space } = read.output;
  const always = (prepend_scheme ?? 'always') === 'always' && add_prefix_space !== false;
  return always ? { mark: replacement, spaceDropped: true } : undefined;
}

/** What a pre-tokeniser does at a cut in front of what has become of a space; undefined when it could look across. */
export function borderOf(steps: readonly Section[], space: string): Border | undefined {
  const start: Border = { kind: 'open', space, anywhere: true };
  const border = steps.reduce<Border | undefined>((before, step) => before && borderAfter(step, before), start);
  if (border?.kind !== 'words' || steps.length < 2) return border;
  // A word that the first step makes can be cut further by the next.
  return { ...border, shape: steps.length === 2 && border.atBlanks ? shapeOfTwo(steps) : undefined };
}
