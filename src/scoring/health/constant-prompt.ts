export interface ConstantPrompt {
  /** Symbols (ids or UTF-16 units) that all prompts begin and end with. */
  readonly head: number;
  readonly tail: number;
  readonly meanLength: number;
  /** (head + tail) / mean length: the share of a prompt that tells no row from another. Null without two prompts. */
  readonly share: number | null;
  /** More than nine tenths (spec/evaluation.md 6.1): show what varies, it is easily lost to truncation. */
  readonly dominates: boolean;
}

const DOMINATES = 0.9;

/** How much of the prompts is the same in all of them. Takes token ids, which is what the model reads, or text. */
export function constantPrompt(prompts: readonly (string | ArrayLike<number>)[]): ConstantPrompt {
  const [model] = prompts;
  const meanLength = prompts.reduce((sum, { length }) => sum + length, 0) / Math.max(1, prompts.length);
  if (model === undefined || prompts.length < 2) return { head: 0, tail: 0, meanLength, share: null, dominates: false };
  let head = model.length;
  for (const prompt of prompts) head = Math.min(head, sharedLength(model, prompt, 'head'));
  let tail = model.length - head;
  // What already counts as head must not be counted again from the other side, in any of them.
  for (const prompt of prompts) tail = Math.min(tail, prompt.length - head, sharedLength(model, prompt, 'tail'));
  const share = meanLength === 0 ? null : (head + tail) / meanLength;
  return { head, tail, meanLength, share, dominates: share !== null && share > DOMINATES };
}

function sharedLength(
  first: string | ArrayLike<number>,
  second: string | ArrayLike<number>,
  side: 'head' | 'tail',
): number {
  const most = Math.min(first.length, second.length);
  const symbol = (of: string | ArrayLike<number>, at: number) => of[side === 'head' ? at : of.length - 1 - at];
  let length = 0;
  while (length < most && symbol(first, length) === symbol(second, length)) length++;
  return length;
}
