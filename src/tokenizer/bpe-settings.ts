import * as v from 'valibot';
import { createMergeTable, type MergeTable } from './merge-table.ts';
import type { LookUp } from './model.ts';
import { readSection } from './read-section.ts';
import { TokenizerError } from './tokenizer-error.ts';

const text = v.nullish(v.string());
const settings = v.looseObject({
  dropout: v.nullish(v.number()),
  unk_token: text,
  continuing_subword_prefix: text,
  end_of_word_suffix: text,
  fuse_unk: v.optional(v.boolean(), false),
  byte_fallback: v.optional(v.boolean(), false),
  ignore_merges: v.optional(v.boolean(), false),
  merges: v.custom<readonly unknown[]>((merges) => Array.isArray(merges), 'must be a list'),
});

export type BpeSettings = v.InferOutput<typeof settings>;
type Pair = readonly [left: string, right: string];

/** The two texts of a merge in either form of the file; undefined when it is neither. */
export function readPair(merge: unknown): Pair | undefined {
  if (typeof merge === 'string') {
    const space = merge.indexOf(' ');
    if (space === -1 || merge.indexOf(' ', space + 1) !== -1) return undefined;
    return [merge.slice(0, space), merge.slice(space + 1)];
  }
  if (!Array.isArray(merge) || merge.length !== 2) return undefined;
  const [left, right]: unknown[] = merge;
  return typeof left === 'string' && typeof right === 'string' ? [left, right] : undefined;
}

function mergeTexts(given: BpeSettings, index: number): readonly [left: string, right: string, result: string] {
  const pair = readPair(given.merges[index]);
  if (!pair) throw new TokenizerError(`model.merges[${index}]`, 'must be two texts');
  const [left, right] = pair;
  return [left, right, left + right.slice(given.continuing_subword_prefix?.length ?? 0)];
}

// Looking up the texts of more merges would take longer than parsing the file; those are looked up when first needed.
const CHECKED_MERGES = 20_000;

/** Throws TokenizerError for the first merge that is none, or whose texts are not in the vocabulary. */
export function checkMerges(given: BpeSettings, lookUp: LookUp): void {
  const all = given.merges.length <= CHECKED_MERGES;
  for (let index = 0; index < given.merges.length; index++) {
    const merge = given.merges[index];
    if (!all && (typeof merge === 'string' || Array.isArray(merge))) continue;
    for (const text of mergeTexts(given, index)) knownText(text, index, lookUp);
  }
}

function knownText(text: string, index: number, lookUp: LookUp): number {
  const id = lookUp(text);
  if (id !== undefined) return id;
  throw new TokenizerError(`model.merges[${index}]`, `${JSON.stringify(text)} is not in model.vocab`);
}

/** Throws TokenizerError for the first merge whose texts are not in the vocabulary. */
export function readMerges(given: BpeSettings, lookUp: LookUp): MergeTable {
  return createMergeTable(given.merges.length, (index) => {
    const [left, right, result] = mergeTexts(given, index);
    return {
      left: knownText(left, index, lookUp),
      right: knownText(right, index, lookUp),
      result: knownText(result, index, lookUp),
    };
  });
}

/** Checks the settings of a `BPE` model. Throws TokenizerError with the path of what is damaged or not supported. */
export function readBpeSettings(section: unknown): BpeSettings {
  const given = readSection(settings, section, 'model');
  if (given.dropout) throw new TokenizerError('model.dropout', 'makes tokens random, which cannot be reproduced');
  return given;
}
