import * as v from 'valibot';

// The report is the product: everything a person sees is computed from this value. Renderers add nothing and judge nothing.
// Version: `schema` changes when a field changes meaning or goes away; new optional fields do not change it.

const Placed = v.variant('kind', [
  v.object({ kind: v.literal('file'), path: v.string(), line: v.optional(v.number()), column: v.optional(v.number()) }),
  v.object({ kind: v.literal('template'), path: v.string(), line: v.number(), column: v.optional(v.number()) }),
  v.object({ kind: v.literal('setting'), path: v.string(), key: v.string(), value: v.string() }),
  v.object({ kind: v.literal('row'), path: v.string(), row: v.number() }),
  v.object({ kind: v.literal('tokens'), path: v.string(), row: v.number(), start: v.number(), end: v.number() }),
  v.object({ kind: v.literal('tensor'), path: v.string(), name: v.string() }),
  v.object({ kind: v.literal('prediction'), path: v.string(), id: v.string(), line: v.number() }),
]);

const Clause = v.object({
  id: v.picklist(['adapter-active', 'answer-only-loss', 'same-rendering', 'honest-scoring']),
  /** The clause in plain words. */
  title: v.string(),
  state: v.picklist(['holds', 'broken', 'unknown']),
  because: v.string(),
  /** For `unknown`: the file or command that would settle it. */
  settle: v.optional(v.string()),
});

const WeighedClue = v.object({
  check: v.string(),
  /** Nats; only for and against. */
  weight: v.number(),
  because: v.string(),
  /** What the check saw, with numbers. */
  saw: v.string(),
});

const Unsettled = v.object({ check: v.string(), because: v.string(), settle: v.string() });

const DiagnosisSchema = v.object({
  cause: v.string(),
  title: v.string(),
  phase: v.picklist(['A', 'B', 'C', 'D', 'E', 'F', 'G']),
  clause: v.optional(v.string()),
  probability: v.number(),
  for: v.array(WeighedClue),
  against: v.array(WeighedClue),
  unsettled: v.array(Unsettled),
  remedy: v.string(),
  /** Why the remedy should wait; set for causes in data and training while a clause does not hold. */
  withheld: v.optional(v.string()),
});

/** Causes that what was seen does not tell apart; the likeliest first. None of them is among the diagnoses. */
const UndecidedSchema = v.object({
  causes: v.array(
    v.object({
      cause: v.string(),
      title: v.string(),
      phase: v.picklist(['A', 'B', 'C', 'D', 'E', 'F', 'G']),
      clause: v.optional(v.string()),
    }),
  ),
  because: v.string(),
  /** The file or step that would tell them apart, and the command if there is one. */
  settle: v.string(),
  command: v.optional(v.string()),
});

const FindingSchema = v.object({
  message: v.string(),
  what: v.string(),
  why: v.string(),
  fix: v.string(),
  data: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  places: v.array(Placed),
});

const CheckSchema = v.object({
  id: v.string(),
  title: v.string(),
  severity: v.picklist(['critical', 'warning', 'note']),
  phase: v.picklist(['A', 'B', 'C', 'D', 'E', 'F', 'G']),
  clause: v.optional(v.string()),
  outcome: v.picklist(['pass', 'fail', 'unknown', 'not-applicable', 'blocked', 'crashed']),
  /** What was seen (pass), or why there is no verdict (unknown, not-applicable, blocked, crashed). */
  because: v.string(),
  /** Which file or command would let it run. */
  settle: v.optional(v.string()),
  findings: v.array(FindingSchema),
});

const ArtifactSchema = v.object({
  name: v.string(),
  state: v.picklist(['found', 'absent', 'unreadable']),
  /** Path, or the places looked at. */
  path: v.string(),
  detail: v.string(),
});

const TokenSchema = v.object({
  id: v.number(),
  text: v.string(),
  region: v.picklist(['prompt', 'template', 'answer', 'end-of-turn', 'separator', 'media', 'padding']),
  supervised: v.boolean(),
});

/** One training row token by token; long uniform stretches are folded into a `gap`. */
export const RowViewSchema = v.object({
  title: v.string(),
  path: v.string(),
  row: v.number(),
  tokens: v.number(),
  supervised: v.number(),
  parts: v.array(
    v.variant('kind', [
      v.object({ kind: v.literal('token'), token: TokenSchema }),
      v.object({ kind: v.literal('gap'), tokens: v.number(), supervised: v.number(), region: v.string() }),
    ]),
  ),
});

/** Training prefix and request, aligned. `folded` equal characters stand before the text of a `same` part and are left out. */
const DifferenceSchema = v.object({
  title: v.string(),
  request: v.string(),
  row: v.number(),
  basis: v.picklist(['same-example', 'same-shape']),
  /** How many of the compared requests differ in the same way. */
  requests: v.number(),
  compared: v.number(),
  parts: v.array(
    v.variant('kind', [
      v.object({ kind: v.literal('same'), text: v.string(), folded: v.number() }),
      v.object({ kind: v.literal('training-only'), text: v.string() }),
      v.object({ kind: v.literal('request-only'), text: v.string() }),
    ]),
  ),
});

const ShareSchema = v.object({
  /** Null when the denominator is 0. */
  value: v.nullable(v.number()),
  of: v.number(),
  count: v.number(),
  low: v.nullable(v.number()),
  high: v.nullable(v.number()),
});

const ScoreRowSchema = v.object({
  split: v.string(),
  rows: v.number(),
  /** What the user's evaluator recorded. */
  recorded: ShareSchema,
  /** The honest ladder over all rows: a failure is wrong. */
  honest: ShareSchema,
  /** Over rows that gave a class or a value at all. */
  parseable: ShareSchema,
});

const ScoresSchema = v.object({
  task: v.picklist(['classify', 'extract', 'free']),
  scored: v.number(),
  total: v.number(),
  splits: v.array(ScoreRowSchema),
  /** How outputs parse: strict, fenced, run-on, … */
  rungs: v.array(v.object({ rung: v.string(), count: v.number() })),
  /** Rows are gold classes; `columns` are the classes and then the failures, which `failures` names: they are never classes. */
  confusion: v.optional(
    v.object({
      rows: v.array(v.string()),
      columns: v.array(v.string()),
      failures: v.array(v.string()),
      counts: v.array(v.array(v.number())),
    }),
  ),
  perClass: v.optional(
    v.array(
      v.object({
        class: v.string(),
        gold: v.number(),
        precision: v.nullable(v.number()),
        recall: v.nullable(v.number()),
        f1: v.nullable(v.number()),
      }),
    ),
  ),
  summary: v.optional(v.array(v.object({ name: v.string(), value: v.nullable(v.number()) }))),
  /** What is wrong with the answers; `lockstep score` has the ids. */
  failures: v.optional(
    v.object({
      answers: v.number(),
      clean: v.number(),
      codes: v.array(
        v.object({
          code: v.string(),
          /** Answers whose first failure it is, and all that have it. */
          primary: v.number(),
          any: v.number(),
          /** Right answers on which the detector fires although nothing is wrong: with any, it cannot be relied on for this data. */
          falseAlarms: v.number(),
          rightAnswers: v.number(),
        }),
      ),
    }),
  ),
  fields: v.optional(
    v.array(
      v.object({
        field: v.string(),
        right: v.number(),
        wrong: v.number(),
        missing: v.number(),
        invented: v.number(),
        emptyRight: v.number(),
      }),
    ),
  ),
});

const LossPointSchema = v.object({
  step: v.number(),
  loss: v.nullable(v.number()),
  accuracy: v.nullable(v.number()),
  evalLoss: v.nullable(v.number()),
});

/** The report, `lockstep-report/1` (design.md section 7). */
export const ReportSchema = v.object({
  schema: v.literal('lockstep-report/1'),
  tool: v.object({ name: v.literal('lockstep'), version: v.string() }),
  run: v.object({ folder: v.string(), versions: v.record(v.string(), v.string()) }),
  verdict: v.picklist(['broken', 'holds', 'unknown']),
  /** The verdict in one sentence. */
  headline: v.string(),
  clauses: v.array(Clause),
  diagnoses: v.array(DiagnosisSchema),
  /** Set when the evidence does not separate causes that would be named. */
  undecided: v.optional(v.array(UndecidedSchema)),
  next: v.optional(v.object({ step: v.string(), command: v.optional(v.string()), settles: v.array(v.string()) })),
  /** Set while hyper-parameter and data advice waits for the clauses. */
  withheld: v.optional(v.string()),
  /** How many sample runs stand behind the probabilities. */
  calibration: v.object({ runs: v.number(), note: v.string() }),
  checks: v.array(CheckSchema),
  evidence: v.object({
    artifacts: v.array(ArtifactSchema),
    regions: v.optional(v.array(v.object({ region: v.string(), supervised: v.number(), tokens: v.number() }))),
    rows: v.array(RowViewSchema),
    differences: v.array(DifferenceSchema),
    loss: v.array(LossPointSchema),
  }),
  scores: v.nullable(ScoresSchema),
  /** Milliseconds by stage; the only part that differs between two runs on the same files. */
  timings: v.record(v.string(), v.number()),
});

export type Report = v.InferOutput<typeof ReportSchema>;
export type ReportClause = Report['clauses'][number];
export type ReportDiagnosis = Report['diagnoses'][number];
export type ReportUndecided = NonNullable<Report['undecided']>[number];
export type ReportCheck = Report['checks'][number];
export type ReportFinding = ReportCheck['findings'][number];
export type ReportRow = Report['evidence']['rows'][number];
export type ReportDifference = Report['evidence']['differences'][number];
export type ReportScores = NonNullable<Report['scores']>;
