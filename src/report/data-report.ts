import type { HealthSettings } from '../scoring/health/data-health.ts';
import type { HealthFinding } from '../scoring/health/health-finding.ts';
import type { Task } from '../scoring/task.ts';
import type { NamedHealth, NamedRows } from './named-health.ts';
import type { AnswerSample } from './sample-text.ts';

export interface DataSide {
  readonly path: string;
  /** In the files, rows that could not be read included. */
  readonly total: number;
  /** With a question that could be read, within the limits: the denominator of every figure of this side. */
  readonly rows: number;
  /** Of those, rows with an answer. */
  readonly answered: number;
  readonly unread: number;
  /** With images, which are compared by their bytes or paths. */
  readonly withMedia: number;
}

/** A finding without its advice, which `advice` has where it may be given. */
export type DataFinding = Pick<HealthFinding, 'id' | 'level' | 'what' | 'why'> & {
  /** Rows of the training data behind it. */
  readonly training?: NamedRows;
  readonly evaluation?: NamedRows;
};

/**
 * What `lockstep lint` says. Every count carries the names of the first rows behind it: `line 12` of a text file, `row 12` of others, the
 * id of an evaluation row. `schema` changes when a field changes meaning or goes away; new fields do not change it.
 */
export interface DataReport {
  readonly schema: 'lockstep-data/1';
  readonly tool: { readonly name: 'lockstep'; readonly version: string };
  readonly folder: string;
  readonly training: DataSide;
  readonly evaluation:
    | (DataSide & { /** Rows whose answer by the model is known and can be judged. */ readonly judged: number })
    | null;
  readonly predictions: string | null;
  readonly task: Task;
  readonly taskFrom: string;
  /** Rows that were tokenised: all, or an even random part. The denominator of figures in tokens is those whose answer was located. */
  readonly tokenised: number;
  readonly settings: HealthSettings & {
    /** Optimizer steps that were really taken. */
    readonly recordedSteps?: number | undefined;
    /** The loss of the training log is finite and fell. */
    readonly learned: boolean;
  };
  readonly health: NamedHealth;
  /** Gravest first. */
  readonly findings: readonly DataFinding[];
  /** What to change, where all four clauses hold; else why it is withheld. */
  readonly advice:
    | { readonly state: 'withheld'; readonly because: string; readonly command: string }
    | { readonly state: 'given'; readonly items: readonly { readonly finding: string; readonly advice: string }[] };
  /** Facts that could not be told, and the file or option that would tell them. */
  readonly missing: readonly { readonly fact: string; readonly needs: string }[];
  /** What the figures leave out; a sentence each. */
  readonly notes: readonly string[];
  /** Rows that a page can show; the JSON has their names only. */
  readonly samples: readonly AnswerSample[];
}
