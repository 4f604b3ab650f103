import { isMany } from '../../lib/is-many.ts';
import type { CapturedRow } from '../capture.ts';
import type { DataRow, DataSet } from '../data-set.ts';
import type { Evidence, GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { LocatedAnswer, Region, TrainedRow, TrainedRows } from '../trained-rows.ts';
import { assignRegions, type SpecialIds } from './assign-regions.ts';
import { endOfTurnIds } from './end-of-turn-ids.ts';
import { generationPromptOf } from './generation-prompt-of.ts';
import { isOtherRow } from './is-other-row.ts';
import { locateTextRow } from './locate-text-row.ts';
import { BLANK, locateTurns, type RenderedText, type TurnSpan } from './locate-turns.ts';
import { rowMatcher } from './match-rows.ts';
import { mediaTokenIds } from './media-token-ids.ts';
import { type RenderedRow, renderedRow } from './rendered-row.ts';
import { type TextSplitter, textSplitter } from './split-text-row.ts';
import { taughtFrom } from './taught-from.ts';
import { zeroByRegion } from './zero-by-region.ts';

/** Rows that are taken apart token by token; more are not needed to see a pattern, and the report says how many were looked at. */
const MAX_ROWS = 1000;
/** Characters of another row that cannot stand beside a row by chance. */
const MIN_OTHER_ROW = 16;

/** Packed rows cannot be judged as one example: what is prompt to the first document would be answer to the second. */
const ONE_EXAMPLE_ROWS =
  'captured rows that hold one example each (packing or padding_free joins several; capture again with both off)';

/** The facts that the regions of captured rows follow from. */
export type TrainedRowSources = Pick<
  GatheredEvidence,
  'capture' | 'tokenizer' | 'trainData' | 'requests' | 'generationConfigs' | 'templates' | 'trainingSettings'
>;

/** Takes every captured row apart: which tokens are prompt, template, answer and end-of-turn, and which of them got loss. */
export function deriveTrainedRows(
  gathered: TrainedRowSources,
  templateProbes: Evidence['templateProbes'],
): Gathered<TrainedRows> {
  const { capture, tokenizer, trainData } = gathered;
  if (capture.state !== 'found') return capture;
  if (tokenizer.state !== 'found') return tokenizer;
  if (capture.value.rows.length === 0) return absent(`usable row in ${capture.value.path}`);
  if (joinsRows(gathered)) return absent(ONE_EXAMPLE_ROWS);
  const tools = toolsFor(gathered, templateProbes);
  const readings = spread(capture.value.rows, MAX_ROWS).map((row) => ({ row, ...readRow(row, tools) }));
  // Some trainers pack without leaving a setting behind; then the data says it.
  const joined = readings.filter((one) => holdsOtherRow(textOf(one.row, one.rendered, tools), one.reading, tools));
  if (isMany(joined.length, readings.length)) return absent(ONE_EXAMPLE_ROWS);
  const rows = readings.map(({ row, ...read }) => trainedRow(row, read, tools));
  return found(
    {
      path: capture.value.path,
      rows,
      ...regionCounts(rows),
      locatedRows: rows.filter((row) => row.located !== 'none').length,
      endOfTurnIds: [...tools.special.endOfTurn],
    },
    trainData.state === 'found' ? `${capture.value.path} and ${trainData.value.path}` : capture.value.path,
  );
}

interface Tools {
  readonly render: (ids: ArrayLike<number>) => RenderedRow;
  readonly candidates: (text: string) => readonly DataRow[];
  readonly split: TextSplitter;
  readonly special: SpecialIds;
  readonly rowLimit: number;
  /** Sources of the chat templates on disk. */
  readonly templates: readonly string[];
}

function toolsFor(gathered: TrainedRowSources, templateProbes: Evidence['templateProbes']): Tools {
  const { capture, tokenizer, generationConfigs } = gathered;
  if (capture.state !== 'found' || tokenizer.state !== 'found') throw new Error('called without capture or tokenizer');
  const requests = gathered.requests.state === 'found' ? gathered.requests.value : undefined;
  const rows = gathered.trainData.state === 'found' ? gathered.trainData.value : undefined;
  return {
    render: (ids) => renderedRow(ids, tokenizer.value.tokenizer),
    candidates: candidatesIn(rows),
    split: textSplitter(requests, generationPromptOf(templateProbes)),
    special: {
      endOfTurn: new Set(
        endOfTurnIds({ tokenizer: tokenizer.value, capture: capture.value, generationConfigs, templateProbes }),
      ),
      media: mediaTokenIds(tokenizer.value.tokenizer),
      pad: capture.value.padTokenId,
    },
    rowLimit: rowLimit(gathered),
    templates: gathered.templates.state === 'found' ? gathered.templates.value.places.map(({ source }) => source) : [],
  };
}

function candidatesIn(data: DataSet | undefined): Tools['candidates'] {
  return data === undefined ? () => [] : rowMatcher(data.rows);
}

/** The trainer's own limit; without one, a row is only called cut when it visibly ends inside a turn. */
function rowLimit(gathered: TrainedRowSources): number {
  if (gathered.trainingSettings.state !== 'found') return Number.POSITIVE_INFINITY;
  const limit = gathered.trainingSettings.value.values.max_length?.value;
  return typeof limit === 'number' && limit > 0 ? limit : Number.POSITIVE_INFINITY;
}

/** TRL concatenates examples with `packing`, and whole batches with `padding_free` (spec/trl-labels.md 2.8). */
function joinsRows({ trainingSettings }: TrainedRowSources): boolean {
  if (trainingSettings.state !== 'found') return false;
  const { packing, padding_free: paddingFree } = trainingSettings.value.values;
  return packing?.value === true || paddingFree?.value === true;
}

function readRow(captured: CapturedRow, tools: Tools): ReadRow {
  const rendered = tools.render(captured.ids);
  return { rendered, reading: bestReading(textOf(captured, rendered, tools), tools) };
}

function textOf(captured: CapturedRow, { text, masked }: RenderedRow, { rowLimit }: Tools): RenderedText {
  return { text, masked, atLimit: captured.ids.length >= rowLimit };
}

/** Whether the text beside the recognised row holds question and answer of another one. */
function holdsOtherRow(text: RenderedText, { row, spans }: Reading, tools: Tools): boolean {
  const held = spans.filter((span) => span.state === 'whole');
  if (row === undefined || held.length === 0) return false;
  const start = Math.min(...held.map((span) => span.start));
  const end = Math.max(...held.map((span) => span.end));
  const outside = (from: number, to: number): RenderedText => ({
    text: text.text.slice(from, to),
    masked: text.masked.slice(from, to),
    atLimit: false,
  });
  const rests = [outside(0, start), outside(end, text.text.length)].filter((rest) => wordsIn(rest) >= MIN_OTHER_ROW);
  return rests.some((rest) =>
    tools.candidates(rest.text).some((other) => {
      const found = spansOf(other, rest, tools.split).spans;
      const length = found.reduce((sum, span) => sum + span.end - span.start, 0);
      const hasAnswer = found.some((span) => span.turn.answer);
      return hasAnswer && length >= MIN_OTHER_ROW && found.every((span) => span.state === 'whole');
    }),
  );
}

/** Characters that no special token wrote. */
function wordsIn({ masked }: RenderedText): number {
  return masked.replaceAll(BLANK, '').length;
}

function trainedRow(captured: CapturedRow, { rendered, reading: best }: ReadRow, tools: Tools): TrainedRow {
  const assigned = assignRegions(captured.ids, rendered, best.spans, tools.special);
  const isFull = captured.ids.length >= tools.rowLimit;
  const answers = assigned.answers.map((answer) => ({
    ...answer,
    ...taughtFrom(answer, captured, rendered),
    ...(isFull && lostItsEnd(answer, assigned.regions) ? { state: 'cut' as const } : {}),
  }));
  const isThought = (token: number) =>
    answers.some(({ start }, i) => token >= start && token < (assigned.answers[i]?.start ?? 0));
  const regions = assigned.regions.map((region, token) => (isThought(token) ? ('answer' as const) : region));
  const user = lastPromptSpan(best.spans);
  return {
    captured,
    text: rendered.text,
    offsets: rendered.offsets,
    regions,
    answers,
    absentRoles: best.spans
      .filter((span) => !span.turn.answer && span.state === 'absent')
      .map((span) => span.turn.role),
    located: best.located,
    ...(best.row === undefined ? {} : { dataRow: best.row.index }),
    ...(user === undefined ? {} : { userSpan: [user.start, user.end] as const }),
  };
}

/** A full row whose answer is whole and that ends before the end-of-turn token. */
function lostItsEnd(answer: LocatedAnswer, regions: readonly Region[]): boolean {
  if (answer.state !== 'whole' || answer.endOfTurn !== undefined) return false;
  return regions.slice(answer.end).every((region) => region === 'separator');
}

interface ReadRow {
  readonly rendered: RenderedRow;
  readonly reading: Reading;
}

interface Reading {
  readonly spans: readonly TurnSpan[];
  readonly located: TrainedRow['located'];
  readonly row?: DataRow;
}

/** Tries every data row that the text may be a rendering of and keeps the one of which most is found. */
function bestReading(text: RenderedText, tools: Tools): Reading {
  let best: { reading: Reading; score: number } | undefined;
  for (const row of tools.candidates(text.text)) {
    const { spans, located } = spansOf(row, text, tools.split);
    if (row.text === undefined && isOtherRow(spans, text, tools.templates)) continue;
    const score = spans.reduce((sum, span) => sum + (span.end - span.start) + (span.state === 'whole' ? 1 : 0), 0);
    if (score > (best?.score ?? 0)) best = { reading: { spans, located, row }, score };
  }
  if (best !== undefined) return best.reading;
  const split = tools.split(text.text);
  return { spans: locateTextRow(text.text, split, text), located: split.located };
}

function spansOf(row: DataRow, text: RenderedText, split: TextSplitter): Reading {
  if (row.text === undefined) {
    return { spans: locateTurns(row.turns, text), located: row.turns.length > 0 ? 'turns' : 'none' };
  }
  const halves = split(row.text);
  return { spans: locateTextRow(row.text, halves, text), located: halves.located };
}

function lastPromptSpan(spans: readonly TurnSpan[]): TurnSpan | undefined {
  const lastAnswer = spans.findLastIndex((span) => span.turn.answer);
  const before = lastAnswer < 0 ? spans : spans.slice(0, lastAnswer);
  // A plain `prompt` column is the whole rendered prompt, of which the user's own words are only a part.
  return before.findLast((span) => !span.turn.answer && span.turn.role !== 'prompt' && span.state === 'whole');
}

function regionCounts(rows: readonly TrainedRow[]): Pick<TrainedRows, 'supervised' | 'tokens'> {
  const supervised = zeroByRegion();
  const tokens = zeroByRegion();
  for (const row of rows) {
    row.regions.forEach((region, i) => {
      tokens[region] += 1;
      if (i > 0 && row.captured.labels[i] !== -100) supervised[region] += 1;
    });
  }
  return { supervised, tokens };
}

/** An even spread, so that a sorted file does not hide its second half. */
function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]).filter(
    (item) => item !== undefined,
  );
}
