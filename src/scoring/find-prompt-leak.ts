import { skipTurnMarkers } from './skip-turn-markers.ts';
import { SPECIAL_TOKEN } from './special-token.ts';

export interface PromptLeak {
  readonly by: 'ids' | 'text';
  /** The output starts with the whole prompt, not only with its first words. */
  readonly whole: boolean;
  /** What a chat template writes between turns stands before it, which no prompt here has: hardly the model's own words. */
  readonly isMarked: boolean;
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
const SPECIAL_TOKENS = new RegExp(SPECIAL_TOKEN, 'gu');
/** Paragraphs and turns before the one that is looked for: a default system prompt, examples. */
const MOST_STARTS = 64;
/** White space, markers and earlier turns take no more than this beyond the prompt's own length. */
const MARGIN = 65_536;
/** A turn of the user's, or a paragraph in it: Llama 2, Mistral and Gemma put the system prompt before the user's own words. */
const MAY_START = /(?:user|human)(?:[ \t]*\n|:|<\|[a-z_]+\|>)|\[INST\]|<<\/SYS>>|### ?Instruction:?|\n[ \t]*\n/giu;

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
  const plain = leakOf(output, wanted, endOfPrefix);
  const found = plain?.whole || skipTurnMarkers(output, 0) === 0 ? plain : (markedLeak(output, wanted) ?? plain);
  const head = wanted.slice(0, HEAD);
  if (found === null || endOfPrefix(target, head) !== null || endOfMarked(target, head) !== null) return null;
  return found;
}

/** The prompt between other markers than it is known with: words of which only the text is known, or special tokens that were skipped. */
function markedLeak(output: string, wanted: string): PromptLeak | null {
  const words = wanted.replace(SPECIAL_TOKENS, '');
  const skipped = words.length < SHORTEST_PROMPT || words === wanted ? null : leakOf(output, words, endOfPrefix);
  return skipped?.whole ? skipped : leakOf(output, wanted, endOfMarked);
}

type FindEnd = (output: string, wanted: string) => number | null;

function leakOf(output: string, wanted: string, endOf: FindEnd): PromptLeak | null {
  const end = endOf(output, wanted);
  if (end === null && endOf(output, wanted.slice(0, HEAD)) === null) return null;
  return { by: 'text', whole: end !== null, isMarked: endOf === endOfMarked, answerStart: end };
}

/**
 * Where a prompt of which only the words are known ends, in an output that begins with the markers of a template (spec/evaluation.md
 * 2.4b): right behind them, or in a later turn of the user's. An output that begins otherwise plays the next turn after its answer.
 */
function endOfMarked(output: string, wanted: string): number | null {
  const text = output.slice(0, 2 * wanted.length + MARGIN);
  let start = skipTurnMarkers(text, 0);
  if (start === 0) return null;
  MAY_START.lastIndex = start;
  for (let tried = 0; tried < MOST_STARTS; tried++) {
    const end = endOfTurns(text, start, wanted);
    if (end !== null) return end;
    if (!MAY_START.test(text)) return null;
    start = skipTurnMarkers(text, MAY_START.lastIndex);
  }
  return null;
}

/** As `endOfPrefix`, from `start` on, and passing over the markers between and behind the turns. */
function endOfTurns(text: string, start: number, wanted: string): number | null {
  let at = start;
  for (let next = 0; next < wanted.length; at++) {
    if (at >= text.length) return null;
    const unit = text.charAt(at);
    if (unit === wanted.charAt(next) && !(text.charAt(at - 1) === '\n' && skipTurnMarkers(text, at) > at)) next++;
    else if (!SPACE.test(unit)) {
      const behind = skipTurnMarkers(text, at);
      if (behind === at) return null;
      at = behind - 1;
    }
  }
  return skipTurnMarkers(text, at);
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
  return whole || head ? { by: 'ids', whole, isMarked: false, answerStart: null } : null;
}

function startsWith(ids: ArrayLike<number>, head: ArrayLike<number>, length: number): boolean {
  if (ids.length < length) return false;
  for (let at = 0; at < length; at++) if (ids[at] !== head[at]) return false;
  return true;
}
