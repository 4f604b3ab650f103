import type { Segment } from '../../chat-template/chat-template.ts';
import type { Row } from '../../formats/row-value.ts';
import type { TrainerFailure } from '../../labels/training-setup.ts';
import { finishRows } from '../../labels/trl/finish-rows.ts';
import type { RowLabels } from '../../labels/trl/label-row.ts';
import { type ObservedRow, rowObserver } from '../../labels/trl/observe-row.ts';
import type { Plan } from '../../labels/trl/plan.ts';
import type { Offsets } from '../../tokenizer/tokenizer.ts';
import { isAnsweringRole } from '../answering-role.ts';
import type { TrainedRow } from '../trained-rows.ts';
import { assignRegions, type SpecialIds } from './assign-regions.ts';
import { documentPlan } from './document-plan.ts';
import { locateTextRow } from './locate-text-row.ts';
import { BLANK, type TurnSpan } from './locate-turns.ts';
import type { RenderedRow } from './rendered-row.ts';
import { renderedRow } from './rendered-row.ts';
import type { TextSplitter } from './split-text-row.ts';

/** A data row as the trainer would keep it, token by token, or why it would not. */
export type PredictedRow =
  | {
      readonly state: 'kept' | 'dropped';
      readonly row: TrainedRow;
      readonly isCut: boolean;
      readonly labels: RowLabels;
    }
  | { readonly state: 'failed'; readonly problem: TrainerFailure };

export interface PredictionTools {
  readonly special: SpecialIds;
  /** Finds the answer in rows that are plain text or tokens already. */
  readonly split: TextSplitter;
  /** What the chat template opens an answer with. Text behind it is generated, so it belongs to the answer. */
  readonly generationPrompt: string | undefined;
}

/** Labels data rows one by one and says of each token what it belongs to: known from the rendering, not searched for. */
export function rowPredictor(plan: Plan, tools: PredictionTools): (row: Row, index: number) => PredictedRow {
  const observe = rowObserver(plan);
  const alone = documentPlan(plan);
  // A dropped row is shown as well, with the tokens that it would have had.
  const undropped: Plan = { ...alone, behaviour: { ...alone.behaviour, dropsMaskedRows: false } };
  return (row, index) => {
    const observed = observe(row);
    if (!observed.outcome.ok) return { state: 'failed', problem: { ...observed.outcome.problem, row: index } };
    const whole = observed.outcome.value;
    const finished = finishRows(undropped, [whole]);
    if (!finished.ok) return { state: 'failed', problem: { ...finished.problem, row: index } };
    const [kept = whole] = finished.value.rows;
    const captured = {
      index,
      line: index + 1,
      step: 0,
      ids: Int32Array.from(kept.inputIds),
      labels: Int32Array.from(kept.labels),
    };
    const lost = whole.inputIds.length - kept.inputIds.length;
    const from = alone.config.truncation_mode === 'keep_end' ? lost : 0;
    const located = locatedRow({ captured, from }, wholeRow(plan, observed), tools, row);
    return {
      state: isDropped(alone, whole, kept.labels) ? 'dropped' : 'kept',
      row: { ...located, dataRow: index },
      isCut: lost > 0,
      labels: whole,
    };
  };
}

function isDropped(plan: Plan, whole: RowLabels, labels: readonly number[]): boolean {
  if (labels.some((label) => label !== -100)) return false;
  const finished = finishRows(plan, [whole]);
  return finished.ok && finished.value.rows.length === 0;
}

interface WholeRow {
  readonly rendered: RenderedRow;
  readonly chat: ObservedRow['chat'];
}

function wholeRow({ encoder: { tokenizer } }: Plan, { outcome, text, addsSpecialTokens, chat }: ObservedRow): WholeRow {
  const ids = outcome.ok ? outcome.value.inputIds : [];
  if (text === undefined) return { rendered: renderedRow(ids, tokenizer), chat: undefined };
  const encoding = tokenizer.encode(text, { addSpecialTokens: addsSpecialTokens });
  const isSame = chat?.rendering.text === text;
  return {
    rendered: withMask(text, encoding.offsets, { ids, special: tokenizer.specialIds }),
    chat: isSame ? chat : undefined,
  };
}

function withMask(
  text: string,
  offsets: readonly Offsets[],
  { ids, special }: { readonly ids: readonly number[]; readonly special: ReadonlySet<number> },
): RenderedRow {
  let masked = '';
  let copied = 0;
  offsets.forEach(([start, end], at) => {
    if (!special.has(ids[at] ?? -1) || start < copied) return;
    masked += text.slice(copied, start) + BLANK.repeat(end - start);
    copied = end;
  });
  return { text, masked: masked + text.slice(copied), offsets };
}

/** `from` is the first token that truncation kept. */
function locatedRow(
  { captured, from }: { readonly captured: TrainedRow['captured']; readonly from: number },
  { rendered, chat }: WholeRow,
  { special, split, generationPrompt }: PredictionTools,
  row: Row,
): Omit<TrainedRow, 'dataRow'> {
  const window = keptWindow(rendered, from, from + captured.ids.length);
  const kept = cutRendering(rendered, window);
  const found = chat === undefined ? textSpans(row, rendered, split) : chatSpans(chat, generationPrompt);
  const spans = found.spans.map((span) => cutSpan(span, window));
  const { regions, answers } = assignRegions(captured.ids, kept, spans, special);
  return {
    captured,
    text: kept.text,
    offsets: kept.offsets,
    regions,
    answers,
    absentRoles: spans.filter(({ turn, state }) => !turn.answer && state === 'absent').map(({ turn }) => turn.role),
    located: found.located,
  };
}

/** Tokens [from, to) and their text [start, end). */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

function keptWindow({ offsets, text }: RenderedRow, from: number, to: number): Window {
  const start = from === 0 ? 0 : (offsets[from]?.[0] ?? text.length);
  return { from, to, start, end: to < offsets.length ? (offsets[to - 1]?.[1] ?? start) : text.length };
}

function cutRendering({ text, masked, offsets }: RenderedRow, { from, to, start, end }: Window): RenderedRow {
  const kept = offsets.slice(from, to);
  return {
    text: text.slice(start, end),
    masked: masked.slice(start, end),
    offsets: start === 0 ? kept : kept.map(([first, last]) => [first - start, last - start]),
  };
}

function cutSpan(span: TurnSpan, { start, end }: Window): TurnSpan {
  if (start === 0 && span.end <= end) return span;
  const within = (at: number): number => Math.min(Math.max(at, start), end);
  const [first, last] = [within(span.start), within(span.end)];
  const isWhole = first === span.start && last === span.end;
  return {
    ...span,
    state: isWhole ? span.state : first < last ? 'cut' : 'absent',
    start: first - start,
    end: last - start,
  };
}

interface FoundSpans {
  readonly spans: readonly TurnSpan[];
  readonly located: TrainedRow['located'];
}

/** The turns of a chat, by where the template took each piece of text from. */
function chatSpans(
  { messages, rendering }: NonNullable<ObservedRow['chat']>,
  generationPrompt: string | undefined,
): FoundSpans {
  const ranges = contentRanges(rendering.segments, messages.length);
  let before = 0;
  const spans = messages.map((message, at): TurnSpan => {
    const role = typeof message.role === 'string' ? message.role : '';
    const turn = { role, text: '', answer: isAnsweringRole(role), media: 0 };
    const range = ranges[at];
    if (range === undefined) return { turn, state: 'absent', start: before, end: before };
    const [first, end] = range;
    const start = turn.answer ? generatedFrom(rendering.text, [before, first], generationPrompt) : first;
    before = end;
    return { turn: { ...turn, text: rendering.text.slice(start, end) }, state: 'whole', start, end };
  });
  return { spans, located: spans.some(({ turn }) => turn.answer) ? 'turns' : 'none' };
}

function contentRanges(
  segments: readonly Segment[],
  count: number,
): readonly (readonly [number, number] | undefined)[] {
  const ranges: ([number, number] | undefined)[] = Array.from({ length: count });
  for (const { start, end, origin } of segments) {
    // Templates write the role into the header of a turn.
    if (origin.kind !== 'message' || origin.field === 'role') continue;
    const known = ranges[origin.index];
    if (known === undefined) ranges[origin.index] = [start, end];
    else known[1] = end;
  }
  return ranges;
}

/** Behind the generation prompt, also where the template writes a thinking block of its own before the content. */
function generatedFrom(text: string, [from, content]: readonly [number, number], prompt: string | undefined): number {
  if (prompt === undefined || prompt === '') return content;
  const at = text.slice(from, content).lastIndexOf(prompt);
  return at === -1 ? content : from + at + prompt.length;
}

function textSpans(row: Row, rendered: RenderedRow, split: TextSplitter): FoundSpans {
  const { prompt, completion } = row;
  if (typeof prompt === 'string' && typeof completion === 'string' && rendered.text.startsWith(prompt)) {
    const turns = [
      { role: 'prompt', text: prompt, answer: false, media: 0 },
      { role: 'completion', text: completion, answer: true, media: 0 },
    ];
    return {
      spans: locateTextRow(prompt + completion, { turns, located: 'request' }, { ...rendered, atLimit: false }),
      located: 'turns',
    };
  }
  const halves = split(rendered.text);
  return { spans: locateTextRow(rendered.text, halves, { ...rendered, atLimit: false }), located: halves.located };
}
