import * as v from 'valibot';
import type { Damage } from '../evidence/damage.ts';
import { absent, found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { Folder } from './folder.ts';
import { problemText } from './problem-text.ts';
import { readJson } from './read-json.ts';

const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);
const id = v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const text = v.nullish(v.string());

const schema = v.looseObject({
  format: v.string(),
  versions: v.optional(v.record(v.string(), v.unknown()), {}),
  args: v.optional(v.record(v.string(), v.unknown()), {}),
  processing_class: text,
  model_class: text,
  trainer: text,
  data_collator: text,
  eos_token_id: id,
  pad_token_id: id,
  dataset_rows: id,
  trained_rows: id,
  resolved_completion_only_loss: v.nullish(v.boolean()),
});

export type CaptureFields = v.InferOutput<typeof schema>;

/** capture.json (design.md section 3): what the probe wrote beside the batches. */
export interface CaptureMeta {
  readonly path: string;
  readonly fields: CaptureFields;
  readonly args: Readonly<Record<string, string | number | boolean | null>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly damage: readonly Damage[];
}

const FORMAT = 'lockstep-capture/1';

export async function gatherCaptureMeta(capture: Folder | undefined): Promise<Gathered<CaptureMeta>> {
  const file = capture?.find('capture.json');
  if (!file) return absent(capture?.show('capture.json') ?? 'capture/capture.json');
  const read = await readJson(file, schema);
  if (!read.ok) return unreadable(file.shown, problemText(read.problem));
  const { value: fields } = read.value;
  const damage = [...read.value.damage];
  if (fields.format !== FORMAT) {
    damage.push({
      path: file.shown,
      reason: `its format is ${JSON.stringify(fields.format.slice(0, 80))}, not ${FORMAT}; it was read as that`,
    });
  }
  const args = Object.entries(fields.args).flatMap(([key, value]) =>
    v.is(scalar, value) ? [[key, value] as const] : [],
  );
  const versions = Object.entries(fields.versions).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  return found(
    { path: file.shown, fields, args: Object.fromEntries(args), versions: Object.fromEntries(versions), damage },
    file.shown,
  );
}
