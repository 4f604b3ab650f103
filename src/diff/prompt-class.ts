import { classifyPromptDifference } from '../evidence/derive/classify-prompt-difference.ts';
import { DATE } from '../evidence/derive/date-pattern.ts';
import { markerTexts } from '../evidence/derive/marker-texts.ts';
import type { PromptDifferenceKind } from '../evidence/prompt-comparison.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import type { Conversation } from '../evidence/side-facts.ts';
import { withCanonicalJson } from './canonical-json.ts';

/** What the first difference between two prompts of one conversation is about. */
export type PromptClass =
  | 'system-prompt'
  | 'role-marker'
  | 'thinking-block'
  | 'bos-eos'
  | 'generation-prompt'
  | 'media-order-or-newline'
  | 'tool-schema-spacing'
  | 'date-line'
  | 'trimmed-whitespace'
  | 'other';

// DATE searches from where it last stopped; a test needs one that does not.
const DATE_LINE = new RegExp(DATE.source);

const CLASS_OF: Readonly<Record<PromptDifferenceKind, PromptClass>> = {
  bos: 'bos-eos',
  'system-prompt': 'system-prompt',
  date: 'date-line',
  'generation-prompt': 'generation-prompt',
  'think-block': 'thinking-block',
  'role-markers': 'role-marker',
  media: 'media-order-or-newline',
  'white-space': 'trimmed-whitespace',
  content: 'other',
  tokens: 'other',
};

/**
 * Classes of the differences between two prompts, in reading order and without repeats; empty when they are equal but
 * for how often an image placeholder is repeated. The left one is
 * taken for the trained one: a missing generation prompt is one that the right side lacks.
 */
export function promptClasses(
  [left, right]: readonly [string, string],
  input: Conversation['input'],
  tokenizer: RunTokenizer | undefined,
): readonly PromptClass[] {
  if (left === right) return [];
  // Only where tools were given: JSON in a user's words is the user's.
  if (input.tools !== undefined && withCanonicalJson(left) === withCanonicalJson(right)) return ['tool-schema-spacing'];
  if (isEndOnly(left, right, tokenizer)) return ['bos-eos'];
  if (isDateLineOnly(left, right)) return ['date-line'];
  const lastUser = input.messages.findLast(({ role }) => role === 'user')?.content;
  const kinds = classifyPromptDifference(left, right, {
    ...(tokenizer === undefined ? { bos: undefined, media: [], special: [] } : markerTexts(tokenizer)),
    ...(typeof lastUser === 'string' ? { user: lastUser } : {}),
    system: input.messages.flatMap(({ role, content }) =>
      role === 'system' && typeof content === 'string' ? [content] : [],
    ),
  });
  if (!kinds.includes('media') && withoutSpace(left) === withoutSpace(right)) return ['trimmed-whitespace'];
  return [...new Set(kinds.map((kind) => CLASS_OF[kind]))];
}

/** `Today Date: ` and the like; a longer line with a date in it is somebody's text. */
const MAX_DATE_LINE = 40;

/** Whether only lines differ that do nothing but tell the date, as Llama 3 and Granite have one; another template may have none. */
function isDateLineOnly(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => {
    const lines = text.split('\n');
    const isDate = (line: string) => DATE_LINE.test(line) && line.replace(DATE, '').length <= MAX_DATE_LINE;
    return { rest: lines.filter((line) => !isDate(line)).join('\n'), dated: lines.filter(isDate) };
  });
  if (a === undefined || b === undefined || a.rest !== b.rest) return false;
  const undated = (lines: readonly string[]) => lines.map((line) => line.replace(DATE, '')).join('\n');
  return a.dated.length === 0 || b.dated.length === 0 || undated(a.dated) === undated(b.dated);
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

/** One text is the other with the EOS token behind it. */
function isEndOnly(left: string, right: string, tokenizer: RunTokenizer | undefined): boolean {
  const eos = tokenizer?.specialTokens.eos_token;
  if (eos === undefined || eos === '') return false;
  return left === right + eos || right === left + eos;
}
