import { markerTexts } from '../evidence/derive/marker-texts.ts';
import { onePlaceholder } from '../evidence/derive/one-placeholder.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import type { Conversation, SideFacts } from '../evidence/side-facts.ts';
import type { LocatedAnswer, Region, TrainedRow, TrainedRows } from '../evidence/trained-rows.ts';
import { excerpt } from '../lib/excerpt.ts';
import { conversationFinder } from './conversation-finder.ts';
import { type PromptClass, promptClasses } from './prompt-class.ts';
import { type RenderingSide, renderingSide } from './rendering-side.ts';

/** How a training row breaks the rule. */
export type PrefixBreak =
  /** The prompt is not how the row begins; `class` is what the first difference is about. */
  | { readonly kind: 'prompt'; readonly class: PromptClass }
  /** The prompt's text begins the row, its ids do not. */
  | { readonly kind: 'ids' }
  /** Tokens before the end of the prompt get loss and belong to no earlier answer. */
  | { readonly kind: 'prompt-supervised' }
  /** Tokens behind the prompt get no loss. */
  | { readonly kind: 'rest-unsupervised' };

export interface PrefixCluster {
  readonly break: PrefixBreak;
  readonly rows: number;
  readonly example: {
    /** Line in the captured batches, from 1. */
    readonly line: number;
    /** Index of the first token at which the rule is broken. */
    readonly token: number;
    /** The row and the prompt from shortly before that place on. */
    readonly row: string;
    readonly prompt: string;
  };
}

export interface PrefixProof {
  readonly side: string;
  readonly path: string;
  readonly rows: number;
  readonly proved: number;
  /** Largest first. */
  readonly broken: readonly PrefixCluster[];
  readonly unknown: readonly { readonly because: string; readonly rows: number }[];
}

/** What the proof is about: captured rows, their conversations by data row, and who renders these at inference. */
export interface PrefixInput {
  readonly trained: TrainedRows;
  readonly tokenizer: RunTokenizer;
  /** The training rows. */
  readonly conversations: readonly Conversation[];
  readonly side: SideFacts;
}

/** Characters shown before and behind the place. */
const CONTEXT = 20;
const SHOWN = 100;

/**
 * The most general check (spec serving-contract.md, behind F20): the prompt as it will be sent must be a prefix of the training row,
 * and what follows it must be what got loss. Over every captured row, put together by how they break it.
 */
export function prefixProof({ trained, tokenizer, conversations, side }: PrefixInput): PrefixProof {
  const sender = renderingSide(side, tokenizer);
  const askedFor = conversationFinder(conversations, side);
  const clusters = new Map<string, { readonly first: Broken; rows: number }>();
  const unknown = new Map<string, number>();
  let proved = 0;
  for (const row of trained.rows) {
    const asked = askedFor(row);
    const outcome = typeof asked === 'string' ? asked : judge(row, asked, { sender, tokenizer });
    if (outcome === 'proved') proved++;
    else if (typeof outcome === 'string') unknown.set(outcome, (unknown.get(outcome) ?? 0) + 1);
    else {
      const key = JSON.stringify(outcome.break);
      const known = clusters.get(key);
      if (known === undefined) clusters.set(key, { first: outcome, rows: 1 });
      else known.rows++;
    }
  }
  return {
    side: side.name,
    path: trained.path,
    rows: trained.rows.length,
    proved,
    broken: [...clusters.values()]
      .map(({ first, rows }) => ({ break: first.break, rows, example: first.example }))
      .sort((a, b) => b.rows - a.rows),
    unknown: [...unknown].map(([because, rows]) => ({ because, rows })).sort((a, b) => b.rows - a.rows),
  };
}

type Broken = Pick<PrefixCluster, 'break' | 'example'>;

interface Tools {
  readonly sender: RenderingSide;
  readonly tokenizer: RunTokenizer;
}

/** `proved`, a break, or any other text: why it cannot be told. */
function judge(row: TrainedRow, conversation: Conversation, tools: Tools): Broken | string {
  const prompt = tools.sender.render(conversation);
  if (prompt.state === 'unknown') return prompt.because;
  if (prompt.state === 'refused') return `${tools.sender.name} refuses the conversation: ${prompt.because}`;
  const asked = { conversation, prompt: prompt.text, tools };
  if (!row.text.startsWith(prompt.text)) return otherText(row, asked);
  const end = row.offsets.findIndex(([start]) => start >= prompt.text.length);
  const wrong = (prompt.ids ?? []).findIndex((id, index) => row.captured.ids[index] !== id);
  if (wrong >= 0) return broken(row, { kind: 'ids' }, wrong);
  return lossBreak(row, end < 0 ? row.offsets.length : end, asked) ?? 'proved';
}

/** The prompt's text does not begin the row: a break, or a reason why that proves nothing. */
function otherText(row: TrainedRow, asked: Asked): Broken | string {
  if (asked.prompt.startsWith(row.text)) return 'the row was cut before its answer';
  if (!row.regions.includes('media')) return textBreak(row, asked);
  const { media } = markerTexts(asked.tools.tokenizer);
  const [trained, prompt] = [row.text, asked.prompt].map((text) => onePlaceholder(text, media));
  const answer = lastAnswer(row);
  if (trained?.startsWith(prompt ?? '')) return (answer && lossBreak(row, answer.start, asked)) ?? 'proved';
  const used = [row.text, asked.prompt].map((text) => media.filter((token) => text.includes(token)).join());
  return used[0] === used[1] ? textBreak(row, asked) : EXPANDED;
}

/** Idefics and Gemma put rows, columns and frames around an image, which no template writes. */
const EXPANDED = 'the processor expands images into other tokens than the template writes';

interface Asked {
  readonly conversation: Conversation;
  readonly prompt: string;
  readonly tools: Tools;
}

function textBreak(row: TrainedRow, { conversation, prompt, tools }: Asked): Broken {
  const answer = lastAnswer(row);
  const trained = answer === undefined ? row.text : row.text.slice(0, answer.at);
  const [first = 'other'] = promptClasses([trained, prompt], conversation.input, tools.tokenizer);
  let at = 0;
  while (at < Math.min(row.text.length, prompt.length) && row.text[at] === prompt[at]) at += 1;
  const token = row.offsets.findIndex(([, end]) => end > at);
  const found = broken(row, { kind: 'prompt', class: first }, token < 0 ? row.offsets.length : token);
  return { ...found, example: { ...found.example, prompt: around(prompt, at) } };
}

/** Loss on the prompt, or none on what follows it. */
function lossBreak(row: TrainedRow, promptEnd: number, asked: Asked): Broken | undefined {
  const { labels } = row.captured;
  const answer = lastAnswer(row);
  // A blank between prompt and answer that got no loss belongs to the prompt.
  const isFixed = (region: Region, index: number) =>
    FIXED.has(region) || (region === 'separator' && answer !== undefined && index < answer.start);
  // Earlier answers of the conversation may be trained on; the first token of a row never gets loss.
  const early = row.regions.findIndex(
    (region, index) => index > 0 && index < promptEnd && labels[index] !== -100 && OF_PROMPT.has(region),
  );
  if (early >= 0) return broken(row, { kind: 'prompt-supervised' }, early);
  const late = row.regions.findIndex(
    (region, index) => index >= promptEnd && labels[index] === -100 && isFixed(region, index),
  );
  if (late < 0) return undefined;
  const isBeforeAnswer = answer !== undefined && late < answer.start;
  // The row goes on with text that the model is not to write itself, so the prompt should have had it.
  return isBeforeAnswer ? textBreak(row, asked) : broken(row, { kind: 'rest-unsupervised' }, late);
}

/** Separators beside an answer get loss with some trainers and not with others, and harm nothing either way. */
const FIXED: ReadonlySet<Region> = new Set<Region>(['template', 'prompt', 'answer', 'end-of-turn', 'media']);
const OF_PROMPT: ReadonlySet<Region> = new Set<Region>(['template', 'prompt', 'media']);

function lastAnswer(row: TrainedRow): LocatedAnswer | undefined {
  return row.answers.findLast((candidate) => candidate.state !== 'absent');
}

function broken(row: TrainedRow, kind: PrefixBreak, token: number): Broken {
  const at = row.offsets[token]?.[0] ?? row.text.length;
  return { break: kind, example: { line: row.captured.line, token, row: around(row.text, at), prompt: '' } };
}

function around(text: string, at: number): string {
  return excerpt(text.slice(Math.max(0, at - CONTEXT)), SHOWN);
}
