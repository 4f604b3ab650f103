import type { LocatedAnswer, Region } from '../trained-rows.ts';
import type { TurnSpan } from './locate-turns.ts';
import type { RenderedRow } from './rendered-row.ts';

export interface SpecialIds {
  readonly endOfTurn: ReadonlySet<number>;
  readonly media: ReadonlySet<number>;
  readonly pad: number | undefined;
}

export interface Assigned {
  readonly regions: readonly Region[];
  readonly answers: readonly LocatedAnswer[];
}

/** Gives every token of a row its region, from where the turns were found in its text. */
export function assignRegions(
  ids: ArrayLike<number>,
  row: RenderedRow,
  spans: readonly TurnSpan[],
  special: SpecialIds,
): Assigned {
  const regions: Region[] = Array.from({ length: ids.length }, () => 'template');
  const answers: LocatedAnswer[] = [];
  for (const span of spans) {
    const [start, end] = tokenRange(row.offsets, span);
    // The prompt of a pre-rendered row spans role markers: only the text between them is content. In an answer special tokens are content.
    for (let i = start; i < end; i += 1) {
      if (span.turn.answer) regions[i] = 'answer';
      else if (isContent(row, i)) regions[i] = 'prompt';
    }
    if (span.turn.answer)
      answers.push({ start, end, at: span.start, taughtAt: span.start, state: span.state, text: span.turn.text });
  }
  markPaddingAndMedia(ids, regions, special);
  const ended = answers.map((answer) => withEndOfTurn(answer, { ids, row, regions, endOfTurn: special.endOfTurn }));
  markSeparators(row, regions);
  return { regions, answers: ended };
}

function tokenRange(offsets: RenderedRow['offsets'], span: TurnSpan): readonly [number, number] {
  let start = offsets.findIndex(([, end]) => end > span.start);
  if (start < 0) start = offsets.length;
  let end = start;
  while (end < offsets.length && (offsets[end]?.[0] ?? 0) < span.end) end += 1;
  return [start, end];
}

function isContent(row: RenderedRow, token: number): boolean {
  const [start, end] = row.offsets[token] ?? [0, 0];
  return row.text.slice(start, end) === row.masked.slice(start, end);
}

/** Padding was removed before capture, so what is left of it stands in one stretch at either end. */
function markPaddingAndMedia(ids: ArrayLike<number>, regions: Region[], special: SpecialIds): void {
  for (let i = 0; i < ids.length; i += 1) if (special.media.has(ids[i] ?? -1)) regions[i] = 'media';
  if (special.pad === undefined || special.endOfTurn.has(special.pad)) return;
  for (let i = ids.length - 1; i >= 0 && ids[i] === special.pad; i -= 1) regions[i] = 'padding';
  for (let i = 0; i < ids.length && ids[i] === special.pad; i += 1) regions[i] = 'padding';
}

interface Row {
  readonly ids: ArrayLike<number>;
  readonly row: RenderedRow;
  readonly regions: Region[];
  readonly endOfTurn: ReadonlySet<number>;
}

/** The end-of-turn token is the first token after the answer that is not white space, if it is one that ends turns. */
function withEndOfTurn(answer: LocatedAnswer, { ids, row, regions, endOfTurn }: Row): LocatedAnswer {
  if (answer.state !== 'whole') return answer;
  // An answer found in a pre-rendered row may hold its own terminator.
  let at = answer.end;
  while (at > answer.start && endOfTurn.has(ids[at - 1] ?? -1)) at -= 1;
  while (at < ids.length && isBlank(row, at)) at += 1;
  if (at >= ids.length || !endOfTurn.has(ids[at] ?? -1)) return answer;
  regions[at] = 'end-of-turn';
  return { ...answer, end: Math.min(answer.end, at), endOfTurn: at };
}

function markSeparators(row: RenderedRow, regions: Region[]): void {
  const touches = (region: Region | undefined) =>
    region === 'answer' || region === 'end-of-turn' || region === 'separator';
  for (let i = 0; i < regions.length; i += 1) {
    if (regions[i] === 'template' && isBlank(row, i) && touches(regions[i - 1])) regions[i] = 'separator';
  }
  for (let i = regions.length - 1; i >= 0; i -= 1) {
    if (regions[i] === 'template' && isBlank(row, i) && touches(regions[i + 1])) regions[i] = 'separator';
  }
}

function isBlank(row: RenderedRow, token: number): boolean {
  const [start, end] = row.offsets[token] ?? [0, 0];
  return end > start && row.text.slice(start, end).trim() === '';
}
