import { countOf } from '../../lib/count-of.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { isMany } from '../../lib/is-many.ts';
import type { LabelFacts, PredictedLabels } from '../label-facts.ts';

type NoReading =
  | { readonly kind: 'unknown'; readonly because: string; readonly settle: string }
  | { readonly kind: 'not-applicable'; readonly because: string };

/** Predicted labels that can be relied on, or what a check says instead. */
export type LabelReading =
  | {
      readonly ok: true;
      readonly labels: PredictedLabels;
      /** Names the trainer, and says how far its rules are known: `TRL 1.13.0`, `TRL 0.22.0 (by its release notes, not by running it)`. */
      readonly by: string;
      /** What is counted, behind a number: `rows` when all were labelled. */
      readonly noun: string;
    }
  | { readonly ok: false; readonly outcome: NoReading };

const CAPTURE =
  'capture/batches.jsonl, written by the capture probe in the training script; lockstep labels shows what was predicted';

/**
 * The labels that the trainer makes of the data. A trainer that would stop, or a capture that shows other labels, proves that settings or
 * data here are not those of the run; what follows from them is then no evidence.
 */
export function predictedLabels({ outcome, trainer, basis, total }: LabelFacts): LabelReading {
  switch (outcome.kind) {
    case 'images':
      return {
        ok: false,
        outcome: {
          kind: 'not-applicable',
          because: 'rows with images get their labels batch by batch in the collator',
        },
      };
    case 'stopped': {
      const { type, message } = outcome.problem;
      const because = `with these settings and rows the trainer would stop (${type}: ${excerpt(message, 160)}), so they are not all that the run used`;
      return { ok: false, outcome: { kind: 'unknown', because, settle: CAPTURE } };
    }
    case 'predicted': {
      const { agreement } = outcome.labels;
      if (agreement.kind === 'compared' && isMany(agreement.rows - agreement.same, agreement.rows)) {
        const because = `the capture shows other labels than these settings and rows make, in ${countOf(agreement.rows - agreement.same, agreement.rows, 'captured rows')}`;
        return { ok: false, outcome: { kind: 'unknown', because, settle: CAPTURE } };
      }
      return {
        ok: true,
        labels: outcome.labels,
        by: trainerName(trainer.version, basis),
        noun: nounFor(outcome.labels, total),
      };
    }
  }
}

function nounFor({ rows, failed }: PredictedLabels, total: number): string {
  return rows.length + failed < total ? 'rows that were looked at' : 'rows';
}

function trainerName(version: string, basis: LabelFacts['basis']): string {
  switch (basis) {
    case 'exact':
      return `TRL ${version}`;
    case 'release-notes':
      return `TRL ${version} (by its release notes, not by running it)`;
    case 'newer-release':
      return `TRL ${version} (taken for the newest release that Lockstep knows)`;
  }
}
