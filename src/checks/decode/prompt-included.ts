import { promptTexts } from '../../evidence/derive/prompt-texts.ts';
import type { Prediction } from '../../evidence/predictions.ts';
import type { InferenceRequest, Requests } from '../../evidence/requests.ts';
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
  needs: ['predictions', 'tokenizer'],
  uses: ['requests'],
  messages: {
    included: {
      what: '{outputs} begin with the prompt itself.',
      why: "The whole sequence was decoded and not only what was generated: the parser reads the prompt's words as the answer.",
      fix: 'Slice off the prompt before decoding: `tokenizer.decode(output[0, inputs["input_ids"].shape[1]:])`. With left padding, slice at the padded length.',
    },
  },
  run({ predictions, requests, tokenizer }) {
    const known = requests === undefined ? [] : besideRequests(predictions.rows, requests, tokenizer);
    const judged = requests === undefined ? besideIds(predictions.rows, tokenizer) : known;
    const included = judged.filter(({ isIncluded }) => isIncluded);
    const outputs = countOf(included.length, judged.length, 'outputs');
    if (judged.length > 0 && included.length >= judged.length * MOST) {
      const places = predictionPlaces(
        included.map(({ row }) => row),
        predictions.path,
      );
      return { kind: 'fail', findings: [{ message: 'included', data: { outputs }, places }] };
    }
    if (known.length > 0) return { kind: 'pass', saw: `${outputs} begin with their prompt` };
    const partner = 'request with the same id and a prompt of some length';
    return {
      kind: 'unknown',
      because: requests === undefined ? 'there are no requests to compare with' : `no prediction has a ${partner}`,
      settle: 'write requests and predictions with the same ids',
    };
  },
});

interface Judged {
  readonly row: Prediction;
  readonly isIncluded: boolean;
}

function besideRequests(rows: readonly Prediction[], requests: Requests, tokenizer: RunTokenizer): readonly Judged[] {
  const requested = new Map(requests.rows.map((row) => [row.id, row]));
  return rows.flatMap((row) => {
    const request = requested.get(row.id);
    const isIncluded = request === undefined ? null : includes(row, request, tokenizer);
    return isIncluded === null ? [] : [{ row, isIncluded }];
  });
}

/** Null where it cannot be told: the prompt is short, or only its words are known, which a model may repeat by itself. */
function includes(
  { output, outputIds, target }: Prediction,
  { turns, ...sent }: InferenceRequest,
  tokenizer: RunTokenizer,
): boolean | null {
  const isRendered = sent.prompt !== undefined || sent.promptIds !== undefined;
  const prompts = promptTexts(isRendered || turns === undefined ? sent : { ...sent, turns }, tokenizer);
  if (withoutSpace(prompts[0] ?? '').length < ENOUGH_TEXT) return null;
  const leak = findPromptLeak({ output, outputIds, target, prompts, promptIds: sent.promptIds });
  if (isRendered || leak?.isMarked) return leak?.whole === true;
  return withoutSpace(output).includes(withoutSpace(turns?.at(-1)?.text ?? '')) ? null : false;
}

/**
 * Without requests: text that stands before what the tokens of the output say was not generated. Where it is another one in most rows, no
 * wrapper of a template's making (a fence, "Answer:") put it there. Rows without ids say nothing.
 */
function besideIds(rows: readonly Prediction[], { tokenizer }: RunTokenizer): readonly Judged[] {
  const leads = new Set<string>();
  const judged = rows.flatMap((row) => {
    if (row.outputIds === undefined || row.outputIds.length === 0) return [];
    const ids = Array.from(row.outputIds);
    const output = withoutSpace(row.output);
    const generated = [false, true]
      .map((skipSpecialTokens) => withoutSpace(tokenizer.decode(ids, { skipSpecialTokens })))
      .find((text) => text !== '' && output.endsWith(text));
    const lead = output.slice(0, output.length - (generated ?? output).length);
    const isIncluded = lead.length >= ENOUGH_TEXT;
    if (isIncluded) leads.add(lead);
    return [{ row, isIncluded }];
  });
  return leads.size >= Math.max(2, judged.length * MOST) ? judged : [];
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
