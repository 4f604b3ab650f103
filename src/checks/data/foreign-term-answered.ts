import type { Example } from '../../evidence/examples.ts';
import type { InferenceRequest } from '../../evidence/requests.ts';
import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { foreignTerms, type TextGroup } from '../../scoring/foreign-terms.ts';
import { defineCheck } from '../define-check.ts';

/** Rows of one kind of document; a smaller group has no vocabulary of its own yet. */
const ENOUGH_ROWS = 10;
const SAME_KIND = 0.5;
/** Answers with this many unlike shapes have free keys, not kinds. */
const MOST_KINDS = 50;

export default defineCheck({
  id: 'data/foreign-term-answered',
  title: 'Answers stay in the vocabulary of their own kind of row',
  severity: 'warning',
  phase: 'G',
  needs: ['trainExamples', 'predictions', 'requests', 'scores'],
  messages: {
    leaked: {
      what: '{outputs} contain words that belong to another kind of training row, and are neither in the prompt nor in the gold answer: {terms}.',
      why: 'The model mixes two trainings: rows of one kind are answered with the words or the keys of the other.',
      fix: 'Say in the prompt which kind of document it is (a tag in training and at inference), rebalance the two kinds, or train one adapter for each.',
    },
  },
  run({ trainExamples, predictions, requests, scores }) {
    if (scores.card.kind === 'classify') return { kind: 'not-applicable', because: 'the task is a classification' };
    const kinds = kindsOf(trainExamples.rows);
    if (kinds.length < 2) return { kind: 'not-applicable', because: 'the training rows are of one kind' };
    const terms = foreignTerms(kinds);
    const prompts = new Map(requests.rows.map((row) => [row.id, textOf(row)]));
    const judged = predictions.rows.flatMap((row) => {
      const prompt = prompts.get(row.id);
      if (prompt === undefined) return [];
      const keys = keysOf(row.target ?? '');
      const own = kinds.find((kind) => isOfKind(keys, kind))?.name;
      if (own === undefined) return [];
      const known = new Set(wordsOf(`${prompt} ${row.target ?? ''} ${JSON.stringify(row.gold ?? '')}`));
      const foreign = [...terms].flatMap(([name, list]) =>
        name === own ? [] : list.filter((term) => term.foreignTo.includes(own)),
      );
      const said = new Set(wordsOf(row.output));
      return [
        { row, leaked: foreign.filter(({ term }) => said.has(term) && !known.has(term)).map(({ term }) => term) },
      ];
    });
    if (judged.length === 0)
      return { kind: 'unknown', because: 'no prediction has a request and a target of a known kind' };
    const leaking = judged.filter(({ leaked }) => leaked.length > 0);
    if (!isMany(leaking.length, judged.length))
      return {
        kind: 'pass',
        saw: `${countOf(leaking.length, judged.length, 'outputs')} contain words of another kind of row`,
      };
    const words = [...new Set(leaking.flatMap(({ leaked }) => leaked))].slice(0, 8).join(', ');
    const places = predictionPlaces(
      leaking.map(({ row }) => row),
      predictions.path,
    );
    return {
      kind: 'fail',
      findings: [
        {
          message: 'leaked',
          data: { outputs: countOf(leaking.length, judged.length, 'outputs'), terms: words },
          places,
        },
      ],
    };
  },
});

interface Kind extends TextGroup {
  readonly keys: ReadonlySet<string>;
  readonly texts: string[];
}

/** Kinds of rows by the keys that their JSON answers have: the shape of the answer is what a mixed training set differs in. */
function kindsOf(rows: readonly Example[]): readonly Kind[] {
  const kinds: Kind[] = [];
  for (const { answer } of rows) {
    if (answer === undefined) continue;
    const keys = keysOf(answer);
    if (keys.size === 0) continue;
    const kind = kinds.find((other) => isOfKind(keys, other));
    if (kind !== undefined) kind.texts.push(answer);
    else if (kinds.length < MOST_KINDS) kinds.push({ name: [...keys].sort().join(','), keys, texts: [answer] });
  }
  return kinds.filter(({ texts }) => texts.length >= ENOUGH_ROWS);
}

/** Answers of one kind may leave keys out; those of two kinds share a few general ones such as `id` at most. */
function isOfKind(keys: ReadonlySet<string>, kind: Kind): boolean {
  const shared = [...keys].filter((key) => kind.keys.has(key)).length;
  return shared > 0 && shared >= Math.min(keys.size, kind.keys.size) * SAME_KIND;
}

function textOf({ prompt, turns = [] }: InferenceRequest): string {
  return [prompt ?? '', ...turns.map((turn) => turn.text)].join(' ');
}

function keysOf(answer: string): ReadonlySet<string> {
  return new Set([...answer.matchAll(/"([^"\\]{1,64})"\s*:/g)].map(([, key = '']) => key));
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}]+/gu) ?? []
  );
}
