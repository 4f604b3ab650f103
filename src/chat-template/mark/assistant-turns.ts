import type { ChatTemplate, RenderInput, Segment } from '../chat-template.ts';
import { unlessRefused } from '../unless-refused.ts';
import type { Trace } from './output-sites.ts';
import type { BlockNode } from './template-tree.ts';

/** One assistant turn in the rendered text, UTF-16 offsets: the header is [start, answer), what generation writes is [answer, end). */
export interface AssistantTurn {
  readonly message: number;
  readonly start: number;
  readonly answer: number;
  readonly end: number;
}

/**
 * Where the assistant's turns of a conversation are. A turn is what one round of the loop over the messages writes; its answer begins
 * behind what the generation prompt writes there. `undefined` when the template writes its turns in another way.
 */
export function assistantTurns(
  template: ChatTemplate,
  input: RenderInput,
  trace: Trace,
): readonly AssistantTurn[] | undefined {
  const { segments } = template.render(input);
  const ranges = answerRanges(segments, input.messages);
  const rounds = roundsOf(trace, ranges);
  if (rounds === undefined) return undefined;
  const bounds = input.messages.flatMap(({ role }, message): Bounds[] => {
    const round = rounds[message];
    if (role !== 'assistant' || round === undefined) return [];
    const opened = headerLength(trace.text.slice(...round), generationPrompt(template, input, message));
    const content = ranges[message]?.[0];
    return [{ message, start: round[0], end: round[1], answer: opened > 0 ? round[0] + opened : content }];
  });
  return withKnownHeaders(bounds, trace.text);
}

interface Bounds {
  readonly message: number;
  readonly start: number;
  readonly end: number;
  /** Unknown for an answer without words where the template has no generation prompt. */
  readonly answer: number | undefined;
}

/** An answer without words begins behind the header that another turn has. */
function withKnownHeaders(bounds: readonly Bounds[], text: string): readonly AssistantTurn[] {
  const headers = bounds.flatMap(({ start, answer }) => (answer === undefined ? [] : [text.slice(start, answer)]));
  return bounds.flatMap(({ answer, ...turn }) => {
    const header = headers.find((known) => text.startsWith(known, turn.start)) ?? '';
    const from = answer ?? turn.start + header.length;
    return turn.end > from ? [{ ...turn, answer: from }] : [];
  });
}

type Range = readonly [start: number, end: number];

/** Where the words of each assistant message are. Other roles' may stand in another turn, as a system text in the first question. */
function answerRanges(segments: readonly Segment[], messages: RenderInput['messages']): readonly (Range | undefined)[] {
  return messages.map(({ role }, message) => {
    const own = segments.filter(
      ({ origin }) => origin.kind === 'message' && origin.index === message && origin.field !== 'role',
    );
    const [first, last] = [own[0], own.at(-1)];
    return role !== 'assistant' || first === undefined || last === undefined ? undefined : [first.start, last.end];
  });
}

/** The rounds of the outermost loop that gives each answer a round of its own; an answer that writes nothing has the round in its place. */
function roundsOf(trace: Trace, ranges: readonly (Range | undefined)[]): readonly (Range | undefined)[] | undefined {
  for (const loop of new Set(trace.events.flatMap(({ site }) => site.loops))) {
    const rounds = loopRounds(trace, loop);
    const shifts = new Set(
      ranges.flatMap((range, message) =>
        range === undefined ? [] : [rounds.findIndex((round) => isWithin(range, round)) - message],
      ),
    );
    const [shift] = shifts;
    // A first message that stands outside of the loop moves all others by one.
    if (shifts.size === 1 && shift !== undefined) return ranges.map((_, message) => rounds[message + shift]);
  }
  return undefined;
}

function loopRounds({ text, events, iterations }: Trace, loop: BlockNode): readonly Range[] {
  const starts = iterations.filter((one) => one.loop === loop).map(({ start }) => start);
  const last = starts.at(-1) ?? 0;
  const after = events.find((event) => event.start >= last && !event.site.loops.includes(loop))?.start ?? text.length;
  return starts.map((start, at) => [start, starts[at + 1] ?? after] as const);
}

function isWithin([start, end]: Range, [from, to]: Range): boolean {
  return start >= from && end <= to;
}

/** How much of the turn the generation prompt has already written: all of it, or as far as the template goes the same way. */
function headerLength(turn: string, prompt: string): number {
  let at = 0;
  while (at < turn.length && at < prompt.length && turn[at] === prompt[at]) at += 1;
  return at;
}

function generationPrompt(template: ChatTemplate, input: RenderInput, message: number): string {
  const messages = input.messages.slice(0, message);
  const before = rendered(template, { ...input, messages });
  const prompted = rendered(template, { ...input, messages, addGenerationPrompt: true });
  if (before === undefined || prompted === undefined) return '';
  if (prompted.startsWith(before)) return prompted.slice(before.length);
  // Phi-3 ends a conversation with EOS only where it does not open a turn.
  const eos = input.specialTokens?.eos_token ?? '';
  const open = eos !== '' && before.endsWith(eos) ? before.slice(0, -eos.length) : before;
  return prompted.startsWith(open) ? prompted.slice(open.length) : '';
}

function rendered(template: ChatTemplate, input: RenderInput): string | undefined {
  return unlessRefused(() => template.render(input).text);
}
