import type { Examples } from '../../evidence/examples.ts';
import type { InferenceRequest, Requests } from '../../evidence/requests.ts';
import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { answerKeys } from '../../scoring/failures/answer-keys.ts';
import { answerKinds } from '../../scoring/failures/answer-kinds.ts';
import { sharesKeys } from '../../scoring/failures/shares-keys.ts';
import { foreignTerms } from '../../scoring/foreign-terms.ts';
import { termsOf } from '../../scoring/terms-of.ts';
import { defineCheck } from '../define-check.ts';

/** One answer, such as an empty object, can belong to every row; the questions of a few of them show its words. */
const MOST_PROMPT_TEXT = 20_000;

export default defineCheck({
  id: 'data/foreign-term-answered',
  title: 'Answers stay in the vocabulary of their own kind of row',
  severity: 'warning',
  phase: 'G',
  needs: ['trainExamples', 'predictions', 'scores'],
  uses: ['requests', 'evalExamples'],
  messages: {
    leaked: {
      what: '{outputs} contain words that belong to another kind of training row, and are neither in the prompt nor in the gold answer: {terms}.',
      why: 'The model mixes two trainings: rows of one kind are answered with the words or the keys of the other.',
      fix: 'Say in the prompt which kind of document it is (a tag in training and at inference), rebalance the two kinds, or train one adapter for each.',
    },
  },
  run({ trainExamples, predictions, scores, requests, evalExamples }) {
    if (scores.card.kind === 'classify') return { kind: 'not-applicable', because: 'the task is a classification' };
    const kinds = answerKinds(
      trainExamples.rows.flatMap(({ answer }) => (answer === undefined ? [] : { text: answer })),
    );
    if (kinds.length < 2) return { kind: 'not-applicable', because: 'the training rows are of one kind' };
    const terms = foreignTerms(kinds);
    const promptOf = promptFinder(requests, [trainExamples, evalExamples]);
    const judged = predictions.rows.flatMap((row) => {
      const prompt = promptOf(row);
      const own = kinds.find(({ keys }) => sharesKeys(answerKeys(row.target ?? ''), keys))?.name;
      if (prompt === undefined || own === undefined) return [];
      const known = folded(`${prompt} ${row.target ?? ''} ${JSON.stringify(row.gold ?? '')}`);
      const foreign = [...terms].flatMap(([name, list]) =>
        name === own ? [] : list.filter((term) => term.foreignTo.includes(own)),
      );
      const said = new Set(termsOf(row.output));
      return [
        { row, leaked: foreign.filter(({ term }) => said.has(term) && !known.includes(term)).map(({ term }) => term) },
      ];
    });
    if (judged.length === 0)
      return {
        kind: 'unknown',
        because: 'no prediction has a target of a known kind and a prompt that is known',
        settle: 'inference/requests.jsonl with the prompts as they were sent, or the evaluation rows',
      };
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

type PromptFinder = (row: { readonly id: string; readonly target?: string }) => string | undefined;

/** What was asked: the request with the id, or where nobody logged requests, the questions of all data rows with the same answer. */
function promptFinder(requests: Requests | undefined, examples: readonly (Examples | undefined)[]): PromptFinder {
  if (requests !== undefined) {
    const sent = new Map(requests.rows.map((row) => [row.id, textOf(row)]));
    return ({ id }) => sent.get(id);
  }
  const byAnswer = new Map<string, string>();
  for (const { answer = '', system, prompt } of examples.flatMap((one) => one?.rows ?? [])) {
    const others = byAnswer.get(answer.trim()) ?? '';
    if (others.length < MOST_PROMPT_TEXT) byAnswer.set(answer.trim(), `${others} ${system} ${prompt}`);
  }
  return ({ target = '' }) => byAnswer.get(target.trim());
}

function textOf({ prompt, turns = [] }: InferenceRequest): string {
  return [prompt ?? '', ...turns.map((turn) => turn.text)].join(' ');
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
