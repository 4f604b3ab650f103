export interface PromptLeak {
  readonly by: 'ids' | 'text';
  /** The output starts with the whole prompt, not only with its first words. */
  readonly whole: boolean;
  /** UTF-16 offset in the output where the prompt ends; null unless the whole prompt was found in the text. */
  readonly answerStart: number | null;
}

export interface LeakQuestion {
  readonly output: string;
  readonly outputIds?: ArrayLike<number> | undefined;
  /** What the decoded prompt may look like: the rendered prompt with special tokens stripped, the user's text. */
  readonly prompts: readonly string[];
  readonly promptIds?: ArrayLike<number> | undefined;
  /** The training target; a task that repeats the prompt rightly is no leak. */
  readonly target?: string | undefined;
}

/** spec/evaluation.md 2.4 compares the first 32 characters; a shorter prompt must be there whole, and be no mere word. */
const HEAD = 32;
const SHORTEST_PROMPT = 12;
const HEAD_IDS = 32;
const SHORTEST_PROMPT_IDS = 8;
const SPACE = /\s/;

/**
 * Whether an output begins with its own prompt: the evaluator decoded the whole sequence instead of the generated part. White space is
 * ignored, since stripping special tokens and detokenising change it. One row proves little; call it a fault when most rows (80 % in
 * spec/evaluation.md 2.4) leak. Null: no leak, or a prompt too short to tell.
 */
export function findPromptLeak({
  output,
  outputIds,
  prompts,
  promptIds,
  target = '',
}: LeakQuestion): PromptLeak | null {
  const leaks = prompts.map((prompt) => textLeak(output, prompt, target)).filter((leak) => leak !== null);
  const text = leaks.find(({ whole }) => whole) ?? leaks[0];
  if (text !== undefined) return text;
  return outputIds !== undefined && promptIds !== undefined ? idLeak(outputIds, promptIds) : null;
}

function textLeak(output: string, prompt: string, target: string): PromptLeak | null {
  const wanted = withoutSpace(prompt);
  if (wanted.length < SHORTEST_PROMPT) return null;
  const end = endOfPrefix(output, wanted);
  const head = wanted.slice(0, HEAD);
  if (end === null && endOfPrefix(output, head) === null) return null;
  if (endOfPrefix(target, head) !== null) return null;
  return { by: 'text', whole: end !== null, answerStart: end };
}

/** Offset in `text` right after `wanted`, which holds no space, when the text starts with it but for space; null otherwise. */
function endOfPrefix(text: string, wanted: string): number | null {
  let at = 0;
  for (let next = 0; next < wanted.length; at++) {
    if (at === text.length) return null;
    const unit = text.charAt(at);
    if (unit === wanted.charAt(next)) next++;
    else if (!SPACE.test(unit)) return null;
  }
  return at;
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

function idLeak(outputIds: ArrayLike<number>, promptIds: ArrayLike<number>): PromptLeak | null {
  if (promptIds.length < SHORTEST_PROMPT_IDS) return null;
  const whole = startsWith(outputIds, promptIds, promptIds.length);
  const head = promptIds.length >= HEAD_IDS && startsWith(outputIds, promptIds, HEAD_IDS);
  return whole || head ? { by: 'ids', whole, answerStart: null } : null;
}

function startsWith(ids: ArrayLike<number>, head: ArrayLike<number>, length: number): boolean {
  if (ids.length < length) return false;
  for (let at = 0; at < length; at++) if (ids[at] !== head[at]) return false;
  return true;
}
