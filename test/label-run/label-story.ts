import { type LabelRunOptions, labelRun } from '../../src/label-run/label-run.ts';
import type { LabelsReport, LabelsSide } from '../../src/report/labels-report.ts';
import { markedChatMl } from '../support/label-cases.ts';
import { buildRun, type RunOverrides } from '../support/run-builder.ts';

export const newest = { trl: '1.13.0', transformers: '5.18.0' } as const;

export interface LabelStory extends Omit<RunOverrides, 'files'> {
  /** Rows of train.jsonl; a string is a line as it is. */
  readonly rows?: readonly unknown[];
  readonly files?: RunOverrides['files'];
  readonly settings?: Readonly<Record<string, string | number | boolean | null>>;
  readonly options?: LabelRunOptions;
}

/** The report of `lockstep labels` on a small run in memory. */
export async function labelsOf({
  rows,
  files = {},
  settings = {},
  options = {},
  ...run
}: LabelStory): Promise<LabelsReport> {
  const data = rows && { 'train.jsonl': rows.map(line).join('') };
  const given = Object.entries(settings).map(([key, value]) => [key, { value, path: '--set' }] as const);
  return labelRun(buildRun({ ...run, files: { ...data, ...files } }).files, {
    ...options,
    settings: Object.fromEntries(given),
  });
}

/** What is predicted for these rows, without looking at a capture. */
export async function predictionOf(story: LabelStory): Promise<LabelsSide> {
  const { sides, missing } = await labelsOf({
    ...story,
    files: { 'capture/batches.jsonl': null, 'capture/capture.json': null, ...story.files },
    settings: { max_length: 512, ...story.settings },
    options: { versions: newest, ...story.options, only: 'prediction' },
  });
  const [side] = sides;
  if (side === undefined) throw new Error(`no prediction: ${missing.map(({ needs }) => needs).join()}`);
  return side;
}

function line(row: unknown): string {
  return typeof row === 'string' ? `${row}\n` : `${JSON.stringify(row)}\n`;
}

/** A conversation of one question, as a row of data. */
export function chat(
  question: string,
  answer = '{"label":"safe"}',
  roles: readonly [string, string] = ['user', 'assistant'],
) {
  return {
    messages: [
      { role: roles[0], content: question },
      { role: roles[1], content: answer },
    ],
  };
}

/** The same as prompt and completion. */
export function pair(question: string, answer = '{"label":"safe"}') {
  const [prompt, completion] = chat(question, answer).messages;
  return { prompt: [prompt], completion: [completion] };
}

/** As many rows as one asks for, each with another question. */
export function many<T>(count: number, row: (question: string) => T): T[] {
  return Array.from({ length: count }, (_, at) => row(`Ladder ${at} leans on the wall.`));
}

/** Supervised tokens by region, regions without any left out. */
export function inLoss({ regions }: LabelsSide): Record<string, number> {
  return Object.fromEntries(
    regions.filter(({ supervised }) => supervised > 0).map(({ region, supervised }) => [region, supervised]),
  );
}

export const noteKinds = ({ notes }: LabelsSide): readonly string[] => notes.map(({ kind }) => kind);

export const marked = { 'run/chat_template.jinja': markedChatMl };
