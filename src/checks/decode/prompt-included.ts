import { countOf } from '../../lib/count-of.ts';
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
    const special = tokenizer.tokenizer.addedTokens.filter((token) => token.special).map((token) => token.content);
    const prompts = new Map(requests.rows.map((row) => [row.id, row]));
    const known = predictions.rows.flatMap((row) => {
      const prompt = prompts.get(row.id)?.prompt;
      const bare = prompt === undefined ? '' : squeezed(without(prompt, special));
      return bare.length < ENOUGH_TEXT ? [] : [{ row, bare }];
    });
    if (known.length === 0)
      return { kind: 'unknown', because: 'no prediction has a request with the same id and a prompt of some length' };
    const begins = (text: string, bare: string) => squeezed(without(text, special)).startsWith(bare);
    // A task may be to repeat the prompt: correct this sentence, go on with this text.
    const included = known.filter(({ row, bare }) => begins(row.output, bare) && !begins(row.target ?? '', bare));
    if (included.length < known.length * MOST)
      return { kind: 'pass', saw: `${countOf(included.length, known.length, 'outputs')} begin with their prompt` };
    const places = included
      .slice(0, 3)
      .map(({ row }) => ({ kind: 'prediction' as const, path: predictions.path, id: row.id, line: row.line }));
    return {
      kind: 'fail',
      findings: [{ message: 'included', data: { outputs: countOf(included.length, known.length, 'outputs') }, places }],
    };
  },
});

function without(text: string, tokens: readonly string[]): string {
  return tokens.reduce(
    (rest, token) => (token !== '' && rest.includes(token) ? rest.split(token).join('') : rest),
    text,
  );
}

/** Decoders differ in the white space they leave around special tokens. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}
