import * as v from 'valibot';
import { RowViewSchema } from './report.ts';

// What `lockstep labels` says. `schema` changes when a field changes meaning or goes away; new optional fields do not change it.

const Verdict = v.picklist([
  'answer-only',
  'prompt-too',
  'media-or-padding',
  'empty-or-nearly',
  'without-class-token',
  'not-located',
]);

const Fact = v.object({
  kind: v.string(),
  /** One sentence. */
  text: v.string(),
  rows: v.optional(v.number()),
  firstRow: v.optional(v.number()),
});

/** Labels as one side has them: captured from the trainer, or predicted from data and settings. */
const Side = v.object({
  source: v.picklist(['capture', 'prediction']),
  path: v.string(),
  /** How far it can be relied on, in words. */
  basis: v.string(),
  /** Of the clause `answer-only-loss`, as far as labels show it. */
  state: v.picklist(['holds', 'broken', 'unknown']),
  /** What the loss covers; null where no row was labelled. */
  verdict: v.nullable(Verdict),
  headline: v.string(),
  rows: v.object({
    /** In the file. */
    total: v.number(),
    /** Taken apart token by token: all that could be read, or an even spread of them. */
    looked: v.number(),
    kept: v.number(),
    /** Left out by the trainer: none of their tokens bears loss. */
    dropped: v.number(),
    /** Cut at the length limit. */
    cut: v.number(),
    /** The trainer would stop at these. */
    failed: v.number(),
    /** The prompt's tokens are not the beginning of the row's. */
    mismatched: v.number(),
    /** Kept rows whose end-of-turn token bears no loss, and rows that have none. */
    endMasked: v.number(),
    endAbsent: v.number(),
    /** Kept rows of which a part of the answer bears no loss. */
    partial: v.number(),
  }),
  verdicts: v.array(v.object({ verdict: Verdict, rows: v.number() })),
  regions: v.array(v.object({ region: v.string(), supervised: v.number(), tokens: v.number() })),
  /** The trainer ends before the first row. */
  refusal: v.optional(v.object({ type: v.string(), message: v.string() })),
  failures: v.array(v.object({ row: v.number(), type: v.string(), message: v.string() })),
  warnings: v.array(Fact),
  notes: v.array(Fact),
  views: v.array(v.object({ ...RowViewSchema.entries, verdict: Verdict })),
});

const Cluster = v.object({
  kind: v.string(),
  text: v.string(),
  rows: v.number(),
  firstRow: v.number(),
  /** Token at which the first of them differs. */
  at: v.optional(v.number()),
});

export const LabelsReportSchema = v.object({
  schema: v.literal('lockstep-labels/1'),
  tool: v.object({ name: v.literal('lockstep'), version: v.string() }),
  folder: v.string(),
  sides: v.array(Side),
  /** What keeps a side from being shown: what is missing. */
  missing: v.array(v.object({ source: v.picklist(['capture', 'prediction']), needs: v.string() })),
  settings: v.array(v.object({ key: v.string(), value: v.string(), path: v.string() })),
  trainer: v.optional(v.object({ trl: v.string(), transformers: v.string() })),
  /** Captured rows beside what is predicted for the same rows. */
  comparison: v.optional(
    v.object({
      compared: v.number(),
      same: v.number(),
      unmatched: v.number(),
      clusters: v.array(Cluster),
      /** Another setting or release with which every compared row agrees. */
      explained: v.optional(v.string()),
    }),
  ),
  /** Why assistant_only_loss works here or not: the conditions it needs. */
  assistantOnly: v.array(
    v.object({ condition: v.string(), state: v.picklist(['holds', 'fails', 'unknown']), text: v.string() }),
  ),
});

export type LabelsReport = v.InferOutput<typeof LabelsReportSchema>;
export type LabelsSide = LabelsReport['sides'][number];
export type LabelsFact = LabelsSide['notes'][number];
export type LabelsView = LabelsSide['views'][number];
