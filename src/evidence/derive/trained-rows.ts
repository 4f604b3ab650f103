import type { CapturedRow } from '../capture.ts';
import type { DataRow, DataSet } from '../data-set.ts';
import type { Evidence, GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { Region, TrainedRow, TrainedRows } from '../trained-rows.ts';
import { assignRegions, type SpecialIds } from './assign-regions.ts';
import { endOfTurnIds } from './end-of-turn-ids.ts';
import { locateTextRow } from './locate-text-row.ts';
import { locateTurns, type RenderedText, type TurnSpan } from './locate-turns.ts';
import { rowMatcher } from './match-rows.ts';
import { mediaTokenIds } from './media-token-ids.ts';
import { type RenderedRow, renderedRow } from './rendered-row.ts';
import { type TextSplitter, textSplitter } from './split-text-row.ts';

/** Rows that are taken apart token by token; more are not needed to see a pattern, and the report says how many were looked at. */
const MAX_ROWS = 1000;

/** Takes every captured row apart: which tokens are prompt, template, answer and end-of-turn, and which of them got loss. */
export function deriveTrainedRows(
  gathered: GatheredEvidence,
  templateProbes: Evidence['templateProbes'],
): Gathered<TrainedRows> {
  const { capture, tokenizer, trainData } = gathered;
  if (capture.state !== 'found') return capture;
  if (tokenizer.state !== 'found') return tokenizer;
  if (capture.value.rows.length === 0) return absent(`usable row in ${capture.value.path}`);
  const tools = toolsFor(gathered, templateProbes);
  const rows = spread(capture.value.rows, MAX_ROWS).map((row) => trainedRow(row, tools));
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
}

function toolsFor(gathered: GatheredEvidence, templateProbes: Evidence['templateProbes']): Tools {
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
  };
}

function candidatesIn(data: DataSet | undefined): Tools['candidates'] {
  return data === undefined ? () => [] : rowMatcher(data.rows);
}

function generationPromptOf(templateProbes: Evidence['templateProbes']): string | undefined {
  if (templateProbes.state !== 'found') return undefined;
  const run = templateProbes.value.probes.find((probe) => probe.side === 'run');
  return run?.outcome.state === 'probed' ? run.outcome.probe.generationPrompt : undefined;
}

/** The trainer's own limit; without one, a row is only called cut when it visibly ends inside a turn. */
function rowLimit(gathered: GatheredEvidence): number {
  if (gathered.trainingSettings.state !== 'found') return Number.POSITIVE_INFINITY;
  const limit = gathered.trainingSettings.value.values.max_length?.value;
  return typeof limit === 'number' && limit > 0 ? limit : Number.POSITIVE_INFINITY;
}

function trainedRow(captured: CapturedRow, tools: Tools): TrainedRow {
  const rendered = tools.render(captured.ids);
  const text = { text: rendered.text, masked: rendered.masked, atLimit: captured.ids.length >= tools.rowLimit };
  const best = bestReading(text, tools);
  const { regions, answers } = assignRegions(captured.ids, rendered, best.spans, tools.special);
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
  return before.findLast((span) => !span.turn.answer && span.state === 'whole');
}

function regionCounts(rows: readonly TrainedRow[]): Pick<TrainedRows, 'supervised' | 'tokens'> {
  const zero = (): Record<Region, number> => ({
    prompt: 0,
    template: 0,
    answer: 0,
    'end-of-turn': 0,
    separator: 0,
    media: 0,
    padding: 0,
  });
  const supervised = zero();
  const tokens = zero();
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
