import type { ChatTemplate, RenderInput } from '../chat-template.ts';
import { pythonString } from '../python-text.ts';
import { unlessRefused } from '../unless-refused.ts';
import { assistantTurns } from './assistant-turns.ts';
import type { Trace } from './output-sites.ts';

/** What rendering a set of conversations with both templates showed. */
export interface MarkingProof {
  /** Conversations that the original renders, each with and without a generation prompt. */
  readonly rendered: number;
  /** Of those, how many the marked template renders to the same text. */
  readonly unchanged: number;
  /** Assistant turns whose bounds are known. */
  readonly turns: number;
  /** Of those, how many are covered by one span from the end of the generation prompt to the end of the turn, and nothing else. */
  readonly covered: number;
  /** First conversation (position in the set) that is changed or not covered. */
  readonly firstFault?: number;
}

export interface Templates {
  readonly original: ChatTemplate;
  readonly marked: ChatTemplate;
  /** Traces the original. */
  readonly trace: (input: RenderInput) => Trace | undefined;
}

/** Renders every conversation with the original and with the marked template and compares texts and spans. */
export function proveMarking(
  { original, marked, trace }: Templates,
  conversations: readonly RenderInput[],
): MarkingProof {
  const proof = { rendered: 0, unchanged: 0, turns: 0, covered: 0 };
  let firstFault: number | undefined;
  conversations.forEach((input, at) => {
    const expected = renderBoth(original, input);
    if (expected === undefined) return;
    proof.rendered += 1;
    const got = renderBoth(marked, input);
    const isSame = got !== undefined && got.text === expected.text && got.prompted === expected.prompted;
    if (isSame) proof.unchanged += 1;
    const turns = turnsOf(original, input, trace(input)).map(
      ({ answer, end }) => `${codePoints(expected.text, answer)}-${codePoints(expected.text, end)}`,
    );
    const spans = new Set(isSame ? got.spans : []);
    const covered = turns.filter((turn) => spans.has(turn)).length;
    proof.turns += turns.length;
    proof.covered += covered;
    if (firstFault === undefined && (!isSame || covered < turns.length || spans.size > turns.length)) firstFault = at;
  });
  return { ...proof, ...(firstFault === undefined ? {} : { firstFault }) };
}

function turnsOf(template: ChatTemplate, input: RenderInput, trace: Trace | undefined) {
  return trace === undefined ? [] : (assistantTurns(template, input, trace) ?? []);
}

interface BothRenderings {
  readonly text: string;
  readonly prompted: string | undefined;
  /** Where transformers' spans and the true ones agree. */
  readonly spans: readonly string[];
}

function renderBoth(template: ChatTemplate, input: RenderInput): BothRenderings | undefined {
  const plain = unlessRefused(() => template.render(input));
  if (plain === undefined) return undefined;
  const { text, generationSpans, correctGenerationSpans } = plain;
  const correct = new Set(correctGenerationSpans.map(([start, end]) => `${start}-${end}`));
  const prompted = unlessRefused(() => template.render({ ...input, addGenerationPrompt: true }).text);
  const spans = generationSpans.map(([start, end]) => `${start}-${end}`).filter((span) => correct.has(span));
  return { text, prompted, spans };
}

function codePoints(text: string, units: number): number {
  return pythonString.length(text.slice(0, units));
}
