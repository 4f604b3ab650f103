import type { InferenceRequest } from '../../evidence/requests.ts';
import type { RunTokenizer } from '../../evidence/run-tokenizer.ts';
import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { findPromptLeak } from '../../scoring/find-prompt-leak.ts';
import { defineCheck } from '../define-check.ts';

// The evaluator's decoding is the same for every row, so it shows in all of them; half leaves room for rows without a request.
const MOST = 0.5;
/** Shorter prompts are repeated by chance or by a model that echoes. */
const ENOUGH_TEXT = 16;

export default defineCheck({
  id: 'decode/prompt-included',
  title: 'Only generated tokens are decoded',
  severity: 'critical',
  phase: 'E',
  clause: 'honest-scoring',
  needs: ['predictions', 'requests', 'tokenizer'],
  messages: {
    included: {
      what: '{outputs} begin with the prompt itself.',
      why: "The whole sequence was decoded and not only what was generated: the parser reads the prompt's words as the answer.",
      fix: 'Slice off the prompt before decoding: `tokenizer.decode(output[0, inputs["input_ids"].shape[1]:])`. With left padding, slice at the padded length.',
    },
  },
  run({ predictions, requests, tokenizer }) {
    const requested = new Map(requests.rows.map((row) => [row.id, row]));
    const known = predictions.rows.flatMap((row) => {
      const request = requested.get(row.id);
      const bare = request === undefined ? '' : withoutSpecial(request, tokenizer);
      return bare.replace(/\s+/g, '').length < ENOUGH_TEXT
        ? []
        : [{ row, bare, prompt: request?.prompt ?? '', ids: request?.promptIds }];
    });
    if (known.length === 0)
      return { kind: 'unknown', because: 'no prediction has a request with the same id and a prompt of some length' };
    const included = known.filter(({ row, bare, prompt, ids }) => {
      const { output, outputIds, target } = row;
      return findPromptLeak({ output, outputIds, target, prompts: [bare, prompt], promptIds: ids })?.whole === true;
    });
    if (included.length < known.length * MOST)
      return { kind: 'pass', saw: `${countOf(included.length, known.length, 'outputs')} begin with their prompt` };
    const places = predictionPlaces(
      included.map(({ row }) => row),
      predictions.path,
    );
    return {
      kind: 'fail',
      findings: [{ message: 'included', data: { outputs: countOf(included.length, known.length, 'outputs') }, places }],
    };
  },
});

/** The prompt as a decoder that skips special tokens shows it. */
function withoutSpecial({ prompt, promptIds }: InferenceRequest, { tokenizer }: RunTokenizer): string {
  const text = prompt ?? tokenizer.decode(Array.from(promptIds ?? []));
  const special = tokenizer.addedTokens.filter((token) => token.special && text.includes(token.content));
  return special.reduce((rest, { content }) => (content === '' ? rest : rest.split(content).join('')), text);
}
