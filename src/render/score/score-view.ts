import * as v from 'valibot';

// What `score` and `compare` show, ready to be drawn: the terminal, Markdown and the page draw the same tables. The JSON is the report
// itself.

const Ids = v.array(v.string());
const Tone = v.picklist(['good', 'bad', 'unsure', 'plain']);

const CellSchema = v.variant('kind', [
  v.object({
    kind: v.literal('text'),
    text: v.string(),
    ids: v.optional(Ids),
    /** Rows behind the cell, of which `ids` are the first; absent where nobody counted them. */
    total: v.optional(v.number()),
    /** The row above says the same, so that it need not be seen again. */
    repeats: v.optional(v.boolean()),
  }),
  v.object({ kind: v.literal('count'), count: v.number(), ids: Ids, tone: v.optional(Tone) }),
  /** A share of rows, never without its denominator. `ids` are the rows that one looks for: those that count, or those that do not. */
  v.object({
    kind: v.literal('share'),
    value: v.nullable(v.number()),
    count: v.number(),
    of: v.number(),
    low: v.nullable(v.number()),
    high: v.nullable(v.number()),
    behind: v.picklist(['counted', 'missed']),
    ids: v.optional(Ids),
  }),
  v.object({
    kind: v.literal('number'),
    value: v.nullable(v.number()),
    low: v.nullable(v.number()),
    high: v.nullable(v.number()),
    ids: v.optional(Ids),
  }),
]);

const TableSchema = v.object({
  title: v.string(),
  /** How to read it. */
  lead: v.optional(v.string()),
  /** Columns of explanation are left out where there is little room. */
  columns: v.array(v.object({ title: v.string(), number: v.boolean(), explains: v.optional(v.boolean()) })),
  rows: v.array(v.array(CellSchema)),
  /** Rows that are only in the JSON. */
  more: v.number(),
});

const SectionSchema = v.object({
  id: v.string(),
  title: v.string(),
  lead: v.optional(v.string()),
  tables: v.array(TableSchema),
  notes: v.array(v.string()),
});

export const ScoreViewSchema = v.object({
  schema: v.literal('lockstep-score-view/1'),
  tool: v.object({ name: v.literal('lockstep'), version: v.string() }),
  title: v.string(),
  tone: Tone,
  /** The outcome in a word or two, and in a sentence. */
  word: v.string(),
  headline: v.string(),
  /** What was read, first, and what else must be known beside the outcome. */
  facts: v.array(v.object({ name: v.string(), text: v.string() })),
  sections: v.array(SectionSchema),
  samples: v.array(
    v.object({
      id: v.string(),
      split: v.string(),
      /** `exact`: text of files, of which every character counts; words of Lockstep otherwise. */
      facts: v.array(v.object({ name: v.string(), text: v.string(), exact: v.boolean() })),
    }),
  ),
});

export type ScoreView = v.InferOutput<typeof ScoreViewSchema>;
export type ScoreSection = ScoreView['sections'][number];
export type ScoreTable = ScoreSection['tables'][number];
export type ScoreCell = ScoreTable['rows'][number][number];
