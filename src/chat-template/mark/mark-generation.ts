import type { ChatTemplate, RenderInput } from '../chat-template.ts';
import { compileTemplate } from '../compile-template.ts';
import { hasGenerationMarkers } from '../has-generation-markers.ts';
import { sourceMap } from '../source-position.ts';
import { TemplateError } from '../template-error.ts';
import { assistantTurns } from './assistant-turns.ts';
import { markedSource } from './marked-source.ts';
import { markingConversations } from './marking-conversations.ts';
import { planMarking, type TracedConversation } from './marking-plan.ts';
import { siteTracer, type Trace } from './output-sites.ts';
import { type MarkingProof, proveMarking } from './prove-marking.ts';
import { templateTree } from './template-tree.ts';

export type Marking =
  | { readonly state: 'marked'; readonly source: string; readonly proof: MarkingProof }
  | { readonly state: 'already-marked'; readonly proof: MarkingProof }
  | { readonly state: 'refused'; readonly reason: string; readonly line?: number; readonly proof?: MarkingProof };

export interface MarkOptions {
  readonly specialTokens?: Readonly<Record<string, string>>;
  /** Conversations of the user's own to prove the result on, besides the made-up ones. */
  readonly conversations?: readonly RenderInput[];
}

/**
 * Puts `{% generation %}` blocks around what the assistant generates: everything behind the generation prompt up to the end of the
 * turn, its end-of-turn token included. The result renders the same text, and both claims are proved by rendering. Throws TemplateError
 * for a source that does not compile.
 */
export function markGeneration(source: string, options: MarkOptions = {}): Marking {
  const template = compileTemplate(source);
  const specialTokens = options.specialTokens ?? {};
  const own = (options.conversations ?? []).map((input) => ({ specialTokens, ...input }));
  const made = markingConversations(template, specialTokens);
  const conversations = [...made, ...own];
  const trace = siteTracer(template, templateTree(template.source));
  if (hasGenerationMarkers(source)) {
    return {
      state: 'already-marked',
      proof: proveMarking({ original: template, marked: template, trace }, conversations),
    };
  }
  const text = template.source;
  const traced = traceAll(template, trace, made);
  if (traced.length === 0) return { state: 'refused', reason: NOTHING_TO_MARK };
  const plan = planMarking(traced);
  if (plan.state === 'refused') {
    return { state: 'refused', reason: plan.reason, line: sourceMap(text).at(plan.at).line };
  }
  const marked = markedSource(text, plan.nodes);
  const line = sourceMap(text).at(plan.nodes[0]?.branch.nodes[plan.nodes[0].first]?.start ?? 0).line;
  const compiled = compiledOrReason(marked);
  if (typeof compiled === 'string') return { state: 'refused', reason: compiled, line };
  const proof = proveMarking({ original: template, marked: compiled, trace }, conversations);
  if (proof.unchanged === proof.rendered && proof.covered === proof.turns && proof.firstFault === undefined) {
    return { state: 'marked', source: marked, proof };
  }
  return { state: 'refused', reason: faultOf(proof), line, proof };
}

const NOTHING_TO_MARK =
  'no made-up conversation with an assistant turn renders, or a macro, call or filter block writes all of it';

function traceAll(
  template: ChatTemplate,
  trace: (input: RenderInput) => Trace | undefined,
  conversations: readonly RenderInput[],
): readonly TracedConversation[] {
  return conversations.flatMap((input): TracedConversation[] => {
    const traced = trace(input);
    const turns = traced === undefined ? undefined : assistantTurns(template, input, traced);
    return traced === undefined || turns === undefined || turns.length === 0 ? [] : [{ ...traced, turns }];
  });
}

function compiledOrReason(source: string): ChatTemplate | string {
  try {
    return compileTemplate(source);
  } catch (error) {
    if (error instanceof TemplateError) return `a generation block cannot stand here: ${error.message}`;
    throw error;
  }
}

function faultOf({ rendered, unchanged, turns, covered }: MarkingProof): string {
  if (unchanged < rendered) {
    return `a block around these lines changes ${rendered - unchanged} of ${rendered} conversations: what they set is used further down`;
  }
  if (covered < turns)
    return `the marks would cover ${covered} of ${turns} assistant turns: the header is not the same every time`;
  return 'the marks would cover more than the assistant turns';
}
