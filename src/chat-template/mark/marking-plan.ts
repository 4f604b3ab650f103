import type { AssistantTurn } from './assistant-turns.ts';
import type { OutputEvent, Trace } from './output-sites.ts';
import type { Branch } from './template-tree.ts';

/**
 * Nodes `first` to `last` of one branch write the assistant's turns. `wrap`: they write the answer and nothing else, and never another
 * role's turn. `split`: they write a header too, or other turns, so their text has to be taken apart behind one of `headers`.
 */
export interface MarkedNodes {
  readonly branch: Branch;
  readonly first: number;
  readonly last: number;
  readonly kind: 'wrap' | 'split';
  readonly headers: readonly string[];
  /** Variable of the loop over the messages, where the nodes write other roles' turns too and its role has to be asked for. */
  readonly loop: string | undefined;
}

/** One rendered conversation, by who wrote what. */
export interface TracedConversation extends Trace {
  readonly turns: readonly AssistantTurn[];
}

export type MarkingPlan =
  | { readonly state: 'planned'; readonly nodes: readonly MarkedNodes[] }
  | { readonly state: 'refused'; readonly reason: string; readonly at: number };

interface TurnNodes {
  readonly branch: Branch;
  readonly first: number;
  readonly last: number;
  readonly loop: string | undefined;
  readonly header: string;
  readonly isAnswerOnly: boolean;
}

type Located = { readonly state: 'located'; readonly nodes: TurnNodes } | (MarkingPlan & { readonly state: 'refused' });

/** Finds the nodes that write the assistant's turns and how a generation block can be put around the answers. */
export function planMarking(conversations: readonly TracedConversation[]): MarkingPlan {
  const found: TurnNodes[] = [];
  for (const conversation of conversations) {
    for (const turn of conversation.turns) {
      const located = locateTurn(conversation, turn);
      if (located.state === 'refused') return located;
      found.push(located.nodes);
    }
  }
  return { state: 'planned', nodes: mergeOverlapping(found).map((nodes) => marked(nodes, conversations)) };
}

function locateTurn({ text, events }: TracedConversation, turn: AssistantTurn): Located {
  const written = events.filter(({ start, end }) => start >= turn.start && end <= turn.end);
  const [opening, last] = [written[0], written.at(-1)];
  const answer = written.find(({ end }) => end > turn.answer);
  if (opening === undefined || last === undefined || answer === undefined) {
    return { state: 'refused', reason: 'a macro, call or filter block writes the whole turn', at: 0 };
  }
  const isClean = answer.start === turn.answer && enclosing(answer, last).isTop;
  const { branch, first, end, loop } = enclosing(isClean ? answer : opening, last);
  const header = isClean ? '' : text.slice(turn.start, turn.answer);
  return { state: 'located', nodes: { branch, first, last: end, loop, header, isAnswerOnly: isClean } };
}

function marked({ isAnswerOnly, loop, ...nodes }: Merged, conversations: readonly TracedConversation[]): MarkedNodes {
  const merged = { ...nodes, loop, isAnswerOnly };
  if (isAnswerOnly && !writesOutside(merged, conversations, 'answer'))
    return { ...nodes, kind: 'wrap', loop: undefined };
  return { ...nodes, kind: 'split', loop: writesOutside(merged, conversations, 'start') ? loop : undefined };
}

/** The innermost branch that holds both sites, and the nodes in it that they belong to. */
function enclosing(from: OutputEvent, to: OutputEvent) {
  let depth = 0;
  const [left, right] = [from.site.path, to.site.path];
  while (depth + 1 < Math.min(left.length, right.length) && left[depth]?.index === right[depth]?.index) {
    if (left[depth + 1]?.branch !== right[depth + 1]?.branch) break;
    depth += 1;
  }
  const [a, b] = [left[depth], right[depth]];
  if (a === undefined || b === undefined) throw new Error('a site without a path');
  return { branch: a.branch, first: a.index, end: b.index, loop: a.loop, isTop: depth === left.length - 1 };
}

interface Merged extends Omit<MarkedNodes, 'kind'> {
  readonly isAnswerOnly: boolean;
}

/** Joins what overlaps until nothing does; a block inside another one's nodes is already covered by it. */
function mergeOverlapping(found: readonly TurnNodes[]): readonly Merged[] {
  let merged: readonly Merged[] = [];
  for (const { header, ...nodes } of found) {
    const touching = merged.filter(
      (other) => other.branch === nodes.branch && nodes.first <= other.last && nodes.last >= other.first,
    );
    const joined = touching.reduce<Merged>(join, { ...nodes, headers: [header] });
    merged = [...merged.filter((other) => !touching.includes(other)), joined];
  }
  return merged.filter((nodes) => !merged.some((other) => holds(other, nodes)));
}

function join(left: Merged, right: Merged): Merged {
  return {
    ...left,
    first: Math.min(left.first, right.first),
    last: Math.max(left.last, right.last),
    headers: [...new Set([...left.headers, ...right.headers])].sort((a, b) => b.length - a.length),
    isAnswerOnly: left.isAnswerOnly && right.isAnswerOnly && left.first === right.first,
  };
}

function holds(outer: Merged, inner: Merged): boolean {
  const [from, to] = [outer.branch.nodes[outer.first]?.start ?? 0, outer.branch.nodes[outer.last]?.end ?? 0];
  return inner.branch !== outer.branch && inner.branch.start >= from && inner.branch.end <= to;
}

/** Whether anything that the nodes write lies outside of [`from`, end) of every assistant turn. */
function writesOutside(nodes: Merged, conversations: readonly TracedConversation[], from: 'start' | 'answer'): boolean {
  return conversations.some(({ events, turns }) =>
    events.some(
      ({ site, start }) =>
        site.path.some(({ branch, index }) => branch === nodes.branch && index >= nodes.first && index <= nodes.last) &&
        !turns.some((turn) => start >= turn[from] && start < turn.end),
    ),
  );
}
