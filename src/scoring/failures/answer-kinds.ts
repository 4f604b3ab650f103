import type { TextGroup } from '../foreign-terms.ts';
import { answerKeys } from './answer-keys.ts';
import { sharesKeys } from './shares-keys.ts';

export interface AnswerKind extends TextGroup {
  /** Keys of the first JSON answer of the kind, by which others are told to belong; empty for kinds that the data declares. */
  readonly keys: ReadonlySet<string>;
  /** Keys of all its JSON answers. */
  readonly allKeys: Set<string>;
  readonly texts: string[];
}

/** Rows of one kind of document; a smaller group has no vocabulary of its own yet. */
const ENOUGH_ROWS = 10;
/** Answers with this many unlike shapes have free keys, not kinds. */
const MOST_KINDS = 50;

/**
 * Kinds of answers: by the domain that the data declares, otherwise by the keys that JSON answers have, since the shape of the answer is
 * what a mixed training set differs in. Kinds of fewer than ten answers are left out.
 */
export function answerKinds(
  answers: readonly { readonly text: string; readonly domain?: string | undefined }[],
): readonly AnswerKind[] {
  const kinds: AnswerKind[] = [];
  for (const { text, domain } of answers) {
    const keys = answerKeys(text);
    if (domain === undefined && keys.size === 0) continue;
    const kind = kinds.find((other) => (domain === undefined ? sharesKeys(keys, other.keys) : other.name === domain));
    if (kind !== undefined) {
      kind.texts.push(text);
      for (const key of keys) kind.allKeys.add(key);
    } else if (kinds.length < MOST_KINDS) {
      const own = domain === undefined ? keys : new Set<string>();
      kinds.push({ name: domain ?? [...keys].sort().join(','), keys: own, allKeys: new Set(keys), texts: [text] });
    }
  }
  return kinds.filter(({ texts }) => texts.length >= ENOUGH_ROWS);
}
