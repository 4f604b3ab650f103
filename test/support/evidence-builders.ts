import { compileTemplate } from '../../src/chat-template/compile-template.ts';
import { probeTemplate } from '../../src/chat-template/template-probes.ts';
import type { Capture, CapturedRow } from '../../src/evidence/capture.ts';
import type { DataRow, DataSet, RowShape, Turn } from '../../src/evidence/data-set.ts';
import { probeRenderings } from '../../src/evidence/derive/probe-renderings.ts';
import type { Layout, Side } from '../../src/evidence/layout.ts';
import type { Prediction, Predictions } from '../../src/evidence/predictions.ts';
import type { PromptComparison, PromptDifferenceKind, PromptPair } from '../../src/evidence/prompt-comparison.ts';
import type { InferenceRequest, Requests } from '../../src/evidence/requests.ts';
import type { TemplatePlace } from '../../src/evidence/template-places.ts';
import type { ProbedTemplate, TemplateProbes } from '../../src/evidence/template-probes.ts';
import type { LocatedAnswer, Region, TrainedRow, TrainedRows } from '../../src/evidence/trained-rows.ts';
import type { Setting, TrainingSettings } from '../../src/evidence/training-settings.ts';

/**
 * One stretch of a training row; every word of it is a token. Answers and end-of-turn tokens get loss, nothing else does, unless it says
 * so.
 */
export type Part = readonly [region: Region, text: string, loss?: 'loss' | 'no loss'];

export interface TrainedRowOptions {
  /** Row of the data set that it was recognised as; 0 unless told, `null` for not recognised. */
  readonly dataRow?: number | null;
  readonly located?: TrainedRow['located'];
  /** The last answer is cut by the end of the row. */
  readonly cut?: boolean;
  /** An answer of the data row that is not in the ids. */
  readonly absentAnswer?: string;
  /** Roles of turns that are not in the ids. */
  readonly absentRoles?: readonly string[];
}

/** A row taken apart, from its parts: `[['template', '<|im_start|>user\n'], ['prompt', 'Is it safe?'], ['answer', 'yes'], …]`. */
export function trainedRow(parts: readonly Part[], options: TrainedRowOptions = {}): TrainedRow {
  const regions: Region[] = [];
  const offsets: [number, number][] = [];
  const labels: number[] = [];
  let text = '';
  for (const [region, content, loss = region === 'answer' || region === 'end-of-turn' ? 'loss' : 'no loss'] of parts) {
    for (const word of content.match(/\s*\S+|\s+/g) ?? []) {
      offsets.push([text.length, text.length + word.length]);
      labels.push(loss === 'loss' ? 1000 + regions.length : -100);
      regions.push(region);
      text += word;
    }
  }
  const { dataRow = 0, located = 'turns', absentRoles = [] } = options;
  const userSpan = spanOf(regions, offsets);
  return {
    captured: {
      index: 0,
      line: 1,
      step: 0,
      ids: Int32Array.from(regions.keys(), (i) => 1000 + i),
      labels: Int32Array.from(labels),
    },
    text,
    offsets,
    regions,
    answers: answersOf({ regions, offsets, text }, options),
    absentRoles,
    located,
    ...(dataRow === null ? {} : { dataRow }),
    ...(userSpan === undefined ? {} : { userSpan }),
  };
}

type TakenApart = Pick<TrainedRow, 'regions' | 'offsets' | 'text'>;

function answersOf({ regions, offsets, text }: TakenApart, options: TrainedRowOptions): LocatedAnswer[] {
  const answers: LocatedAnswer[] = [];
  for (let start = 0; start < regions.length; start += 1) {
    if (regions[start] !== 'answer') continue;
    let end = start;
    while (regions[end] === 'answer') end += 1;
    let next = end;
    while (regions[next] === 'separator') next += 1;
    const at = offsets[start]?.[0] ?? 0;
    answers.push({
      start,
      end,
      at,
      taughtAt: at,
      state: 'whole',
      ...(regions[next] === 'end-of-turn' ? { endOfTurn: next } : {}),
      text: text.slice(at, offsets[end - 1]?.[1]),
    });
    start = end;
  }
  const last = answers.at(-1);
  if (options.cut === true && last !== undefined) answers[answers.length - 1] = { ...last, state: 'cut' };
  if (options.absentAnswer !== undefined) {
    const end = regions.length;
    answers.push({
      start: end,
      end,
      at: text.length,
      taughtAt: text.length,
      state: 'absent',
      text: options.absentAnswer,
    });
  }
  return answers;
}

function spanOf(
  regions: readonly Region[],
  offsets: readonly [number, number][],
): readonly [number, number] | undefined {
  const end = regions.lastIndexOf('prompt');
  if (end < 0) return undefined;
  let start = end;
  while (regions[start - 1] === 'prompt') start -= 1;
  return [offsets[start]?.[0] ?? 0, offsets[end]?.[1] ?? 0];
}

/** Rows in the order given, each on its own line of `capture/batches.jsonl`. */
export function trainedRows(rows: readonly TrainedRow[], endOfTurnIds: readonly number[] = [2]): TrainedRows {
  const placed = rows.map((row, index) => ({ ...row, captured: { ...row.captured, index, line: index + 1 } }));
  const supervised = noRegions();
  const tokens = noRegions();
  for (const row of placed) {
    for (const [i, region] of row.regions.entries()) {
      tokens[region] += 1;
      if (i > 0 && row.captured.labels[i] !== -100) supervised[region] += 1;
    }
  }
  const locatedRows = placed.filter((row) => row.located !== 'none').length;
  return { path: 'capture/batches.jsonl', rows: placed, supervised, tokens, locatedRows, endOfTurnIds };
}

function noRegions(): Record<Region, number> {
  return { prompt: 0, template: 0, answer: 0, 'end-of-turn': 0, separator: 0, media: 0, padding: 0 };
}

/** `count` copies of a thing, as in `[...times(19, good), bad]`. */
export function times<T>(count: number, item: T): T[] {
  return Array.from({ length: count }, () => item);
}

const shown = { training: 'system: Be brief. user: Hi assistant:', request: 'user: Hi assistant:' };

/** A request that differs from its training row in these ways; none when it equals it. */
export function promptPair(
  kinds: readonly PromptDifferenceKind[] = [],
  overrides: Partial<PromptPair> = {},
): PromptPair {
  const training = promptSide(shown.training);
  const request = kinds.length === 0 ? training : promptSide(shown.request);
  return {
    requestId: 'request-0',
    requestLine: 1,
    capturedRow: 0,
    basis: 'same-example',
    kinds,
    training,
    request,
    ...(kinds.length === 0 ? {} : { firstDifference: 0 }),
    ...overrides,
  };
}

/** A prompt of which only the text matters. */
export function promptSide(text: string): PromptPair['training'] {
  return { text, ids: [], pieces: [text] };
}

/** Pairs in the order of the requests, each on its own line. */
export function promptComparison(pairs: readonly PromptPair[], unmatched = 0): PromptComparison {
  const placed = pairs.map((pair, i) => ({ ...pair, requestId: `request-${i}`, requestLine: i + 1 }));
  return { path: 'inference/requests.jsonl', pairs: placed, compared: placed.length, unmatched };
}

/** ChatML with no default system prompt. */
export const chatmlTemplate =
  "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** What really probing these templates shows; the text `{% broken` fails to compile. */
export function templateProbes(sources: Partial<Record<Side, string>>): TemplateProbes {
  const probes = (['run', 'base', 'served'] as const).flatMap((side): ProbedTemplate[] => {
    const source = sources[side];
    return source === undefined ? [] : [{ side, place: templatePlace(side, source), outcome: probed(source) }];
  });
  return { probes };
}

function probed(source: string): ProbedTemplate['outcome'] {
  try {
    const template = compileTemplate(source, { now: new Date(0) });
    return { state: 'probed', probe: probeTemplate(template, {}), renderings: probeRenderings(template, {}) };
  } catch (error) {
    return { state: 'failed', reason: error instanceof Error ? error.message : 'not an error' };
  }
}

export function templatePlace(
  side: Side,
  source: string,
  place: TemplatePlace['place'] = 'chat_template.jinja',
  name = 'default',
): TemplatePlace {
  return { side, path: `${side === 'served' ? 'merged' : side}/${place}`, place, name, source };
}

export function layout(overrides: Partial<Layout> = {}): Layout {
  return { run: 'run', base: 'base', configured: false, files: 12, listingCut: false, damage: [], ...overrides };
}

/** Captured rows from `[ids, labels]`; labels equal the ids unless given. */
export function capture(
  rows: readonly (readonly [ids: readonly number[], labels?: readonly number[]])[],
  overrides: Partial<Capture> = {},
): Capture {
  const captured = rows.map(
    ([ids, labels = ids], index): CapturedRow => ({
      index,
      line: index + 1,
      step: 0,
      ids: Int32Array.from(ids),
      labels: Int32Array.from(labels),
    }),
  );
  return { path: 'capture/batches.jsonl', rows: captured, total: rows.length, damage: [], ...overrides };
}

/** `settings({ max_length: 512 })`: values by TRL's key names, all from one file. */
export function settings(values: Readonly<Record<string, Setting['value']>> = {}): TrainingSettings {
  const entries = Object.entries(values).map(
    ([key, value]) => [key, { value, path: 'run/training_args.bin' }] as const,
  );
  return { values: Object.fromEntries(entries) };
}

/** Requests by id, with the prompt that was sent. */
export function requests(prompts: Readonly<Record<string, string>>, overrides: Partial<Requests> = {}): Requests {
  const rows = Object.entries(prompts).map(([id, prompt], i): InferenceRequest => ({ id, line: i + 1, prompt }));
  return { path: 'inference/requests.jsonl', rows, total: rows.length, damage: [], ...overrides };
}

/** Predictions by id, with the output or more. */
export function predictions(
  outputs: Readonly<Record<string, string | Partial<Prediction>>>,
  overrides: Partial<Predictions> = {},
): Predictions {
  const rows = Object.entries(outputs).map(([id, given], i): Prediction => {
    const more = typeof given === 'string' ? { output: given } : given;
    return { id, line: i + 1, output: '', outputCut: false, ...more };
  });
  return { path: 'predictions.jsonl', rows, total: rows.length, damage: [], ...overrides };
}

/** A turn; the model's own roles are answers. */
export function turn(role: string, text: string, overrides: Partial<Turn> = {}): Turn {
  const answer = ['assistant', 'gpt', 'model', 'completion'].includes(role);
  return { role, text, answer, media: 0, ...overrides };
}

/** A data row from `[role, text]` pairs. */
export function dataRow(
  turns: readonly (readonly [role: string, text: string])[],
  overrides: Partial<DataRow> = {},
): DataRow {
  const shape: RowShape = overrides.shape ?? 'messages';
  return { index: 0, shape, turns: turns.map(([role, text]) => turn(role, text)), columns: [shape], ...overrides };
}

/** A row that is one rendered string. */
export function textRow(text: string): DataRow {
  return { index: 0, shape: 'text', turns: [], text, columns: ['text'] };
}

export function dataSet(rows: readonly DataRow[], overrides: Partial<DataSet> = {}): DataSet {
  const placed = rows.map((row, index) => ({ ...row, index }));
  return { path: 'train.jsonl', rows: placed, total: placed.length, damage: [], ...overrides };
}
