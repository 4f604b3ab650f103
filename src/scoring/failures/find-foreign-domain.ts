import { termsOf } from '../terms-of.ts';
import { answerKeys } from './answer-keys.ts';
import type { AnswerKind } from './answer-kinds.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { sharesKeys } from './shares-keys.ts';

/**
 * One word that another kind of answer uses more often may stand in an answer by chance; two do not (chosen; the test tries it on right
 * answers of mixed data).
 */
const FEWEST_TERMS = 2;
const MOST_SHOWN = 5;
const LONGEST_PROMPT = 20_000;

/**
 * The answer uses the vocabulary of another kind of document: terms mined from the data that right answers of its own kind never have,
 * and that stand neither in its prompt nor in its own right answer. Silent unless the data has two kinds and the row's own is known.
 */
export function findForeignDomain(view: AnswerView, { kinds, terms }: FailureContext): FailureEvidence | null {
  if (kinds.length < 2) return null;
  const own = kindOf(view, kinds);
  if (own === undefined) return null;
  const keys = foreignKeys(view, own, kinds);
  const words = foreignWords(view, own, terms);
  if (keys.length === 0 && words.length < FEWEST_TERMS) return null;
  const names = [...new Set([...keys, ...words])];
  const detail = `${names.length} keys or words of another kind of answer: ${names.slice(0, MOST_SHOWN).join(', ')}`;
  return { code: 'foreign-domain', start: 0, end: view.output.length, detail };
}

/** By the declared domain, or by the keys of the right answer. A right answer that is tried itself is of the kind that it shows. */
function kindOf({ domain, goldText, output }: AnswerView, kinds: readonly AnswerKind[]): AnswerKind | undefined {
  if (domain !== null) return kinds.find(({ name }) => name === domain);
  const keys = answerKeys(goldText ?? output);
  return kinds.find((kind) => sharesKeys(keys, kind.keys));
}

/** Keys that another kind has and none of the own kind's right answers: one is enough, keys do not come by chance. */
function foreignKeys({ parts }: AnswerView, own: AnswerKind, kinds: readonly AnswerKind[]): string[] {
  const [head] = parts;
  const strangers = [...answerKeys(head?.text ?? '')].filter((key) => !own.allKeys.has(key));
  return strangers.filter((key) => kinds.some((kind) => kind.allKeys.has(key)));
}

function foreignWords(view: AnswerView, own: AnswerKind, terms: FailureContext['terms']): string[] {
  const said = new Set(view.parts.flatMap(({ text }) => termsOf(text)));
  const known = new Set(
    [...view.prompts.map((prompt) => prompt.slice(0, LONGEST_PROMPT)), view.goldText ?? ''].flatMap(termsOf),
  );
  const foreign: string[] = [];
  for (const [name, list] of terms) {
    if (name === own.name) continue;
    for (const { term, foreignTo } of list)
      if (said.has(term) && !known.has(term) && foreignTo.includes(own.name)) foreign.push(term);
  }
  return foreign;
}
