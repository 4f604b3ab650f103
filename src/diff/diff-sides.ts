import type { Conversation, SideFacts } from '../evidence/side-facts.ts';
import { type AlignedItems, alignItems } from '../lib/align-items.ts';
import { type PromptClass, promptClasses } from './prompt-class.ts';
import { type RenderingSide, renderingSide, type SideRendering } from './rendering-side.ts';

/** Two prompts of one conversation, token beside token. */
export interface PromptDifference {
  readonly conversation: string;
  /** What the first difference is about, and all of them in reading order. */
  readonly first: PromptClass;
  readonly classes: readonly PromptClass[];
  /** Index of the first token that differs; the same on both sides. */
  readonly at: number;
  /** Tokens that only one side has. */
  readonly leftOnly: number;
  readonly rightOnly: number;
  readonly parts: readonly AlignedItems<string>[];
  /** In words, where the texts are no answer: one side refuses, or only the ids differ. */
  readonly note?: string;
}

/** Differences that begin alike. */
export interface DifferenceCluster {
  readonly first: PromptClass;
  readonly classes: readonly PromptClass[];
  readonly count: number;
  readonly example: PromptDifference;
}

export interface SideComparison {
  readonly left: string;
  readonly right: string;
  readonly conversations: number;
  readonly equal: number;
  /** Conversations that both templates refuse: the sides agree, and nothing is sent. */
  readonly refusedByBoth: number;
  /** Largest first. */
  readonly clusters: readonly DifferenceCluster[];
  /** Conversations that could not be compared, by reason. */
  readonly unknown: readonly { readonly because: string; readonly count: number }[];
  /** Names of sides whose prompts change with the date. */
  readonly timeDependent: readonly string[];
}

/**
 * Renders conversations by both sides and compares the prompts: by text, and by ids where both sides have their own. Equal
 * differences are put together.
 */
export function diffSides(left: SideFacts, right: SideFacts, conversations: readonly Conversation[]): SideComparison {
  const [leftOwn, rightOwn] = [left, right].map((side) =>
    side.kind === 'folder' ? side.tokenizer?.tokenizer : undefined,
  );
  const sides = [renderingSide(left, rightOwn), renderingSide(right, leftOwn)] as const;
  const unknown = new Map<string, number>();
  const differences: PromptDifference[] = [];
  let [equal, refusedByBoth] = [0, 0];
  for (const conversation of conversations) {
    const outcome = compare(sides, conversation);
    if (outcome === 'equal') equal++;
    else if (outcome === 'refused') refusedByBoth++;
    else if (typeof outcome === 'string') unknown.set(outcome, (unknown.get(outcome) ?? 0) + 1);
    else differences.push(outcome);
  }
  return {
    left: left.name,
    right: right.name,
    conversations: conversations.length,
    equal,
    refusedByBoth,
    clusters: clustersOf(differences),
    unknown: [...unknown].map(([because, count]) => ({ because, count })).sort((a, b) => b.count - a.count),
    timeDependent: sides.filter(({ timeDependent }) => timeDependent).map(({ name }) => name),
  };
}

/** `equal`, `refused` by both, a difference, or any other text: why it cannot be told. */
function compare(
  [left, right]: readonly [RenderingSide, RenderingSide],
  conversation: Conversation,
): PromptDifference | string {
  const [a, b] = [left.render(conversation), right.render(conversation)];
  if (a.state === 'unknown') return a.because;
  if (b.state === 'unknown') return b.because;
  if (a.state === 'refused' && b.state === 'refused') return 'refused';
  if (a.state === 'refused') return refusal(conversation, left.name, a.because);
  if (b.state === 'refused') return refusal(conversation, right.name, b.because);
  if (a.text === b.text) return sameIds(a.ids, b.ids) ? 'equal' : idDifference(conversation, a, b);
  const tokenizer = left.tokenizer ?? right.tokenizer;
  const classes = promptClasses([a.text, b.text], conversation.input, tokenizer);
  return classes.length === 0 ? 'equal' : difference(conversation, [a, b], classes);
}

type Rendered = Extract<SideRendering, { readonly state: 'rendered' }>;

function difference(
  { id }: Conversation,
  [a, b]: readonly [Rendered, Rendered],
  classes: readonly PromptClass[],
): PromptDifference {
  const parts = alignItems(a.pieces, b.pieces);
  const only = (kind: AlignedItems<string>['kind']) =>
    parts.reduce((sum, part) => sum + (part.kind === kind ? part.items.length : 0), 0);
  const [head] = parts;
  return {
    conversation: id,
    first: classes[0] ?? 'other',
    classes,
    at: head?.kind === 'same' ? head.items.length : 0,
    leftOnly: only('first-only'),
    rightOnly: only('second-only'),
    parts,
  };
}

function idDifference({ id }: Conversation, a: Rendered, b: Rendered): PromptDifference {
  const [left, right] = [a.ids ?? [], b.ids ?? []];
  let at = 0;
  while (at < Math.min(left.length, right.length) && left[at] === right[at]) at += 1;
  return {
    conversation: id,
    first: 'other',
    classes: ['other'],
    at,
    leftOnly: left.length - at,
    rightOnly: right.length - at,
    parts: [{ kind: 'same', items: a.pieces }],
    note: `the text is the same, and from token ${at} on the ids are not (${left[at] ?? 'none'} and ${right[at] ?? 'none'}): the two tokenizers differ`,
  };
}

function refusal({ id }: Conversation, side: string, because: string): PromptDifference {
  const note = `${side} refuses the conversation: ${because}`;
  return { conversation: id, first: 'other', classes: ['other'], at: 0, leftOnly: 0, rightOnly: 0, parts: [], note };
}

/** Where one side has no ids of its own there is nothing to compare but the text. */
function sameIds(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

function clustersOf(differences: readonly PromptDifference[]): readonly DifferenceCluster[] {
  const byKind = new Map<string, PromptDifference[]>();
  for (const one of differences) {
    const key = [...one.classes, one.note === undefined ? '' : 'noted'].join();
    const members = byKind.get(key);
    if (members === undefined) byKind.set(key, [one]);
    else members.push(one);
  }
  return [...byKind.values()]
    .flatMap((members) => {
      const example = members.toSorted((a, b) => a.leftOnly + a.rightOnly - b.leftOnly - b.rightOnly)[0];
      if (example === undefined) return [];
      return [{ first: example.first, classes: example.classes, count: members.length, example }];
    })
    .sort((a, b) => b.count - a.count);
}
