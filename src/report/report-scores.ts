import type { Evidence } from '../evidence/evidence.ts';
import type { FailureTally } from '../scoring/failures/tally-failures.ts';
import type { Proportion } from '../scoring/proportion.ts';
import type { ClassifySplit, ExtractSplit, Scorecard, SplitScore } from '../scoring/scorecard.ts';
import type { ReportScores } from './report.ts';

/** Scores as the report shows them: recorded beside honest, with denominators, failures in columns of their own. */
export function reportScores({ scores, predictions }: Evidence): ReportScores | null {
  if (scores.state !== 'found') return null;
  const { card, rows, failures } = scores.value;
  const splits: readonly SplitScore[] = card.splits;
  return {
    task: card.kind,
    scored: rows.length,
    total: predictions.state === 'found' ? predictions.value.total : rows.length,
    splits: splits.map(splitRow),
    rungs: Object.entries(card.overall.rungs).flatMap(([rung, count]) => (count > 0 ? [{ rung, count }] : [])),
    ...perTask(card),
    failures: failureSummary(failures),
  };
}

function failureSummary({ n, clean, rows }: FailureTally): NonNullable<ReportScores['failures']> {
  return {
    answers: n,
    clean: clean.count,
    codes: rows.map(({ code, primary, any, reliability }) => ({
      code,
      primary: primary.count,
      any: any.count,
      falseAlarms: reliability.firedOnGold,
      rightAnswers: reliability.goldCount,
    })),
  };
}

function splitRow(split: SplitScore): ReportScores['splits'][number] {
  return {
    split: split.split ?? 'all',
    rows: split.n,
    recorded: share(split.recorded),
    honest: share(split.ours),
    parseable: share(split.oursParseable),
  };
}

function share({ count, of, share: value, low, high }: Proportion): ReportScores['splits'][number]['recorded'] {
  return { value, of, count, low, high };
}

function perTask(card: Scorecard): Partial<ReportScores> {
  switch (card.kind) {
    case 'classify':
      return classTables(card.overall, card.classes);
    case 'extract':
      return fieldTables(card.overall);
    case 'free':
      return {};
  }
}

function classTables(overall: ClassifySplit, classes: readonly string[]): Partial<ReportScores> {
  const { confusion, perClass } = overall;
  return {
    ...(confusion === null
      ? {}
      : {
          confusion: {
            rows: [...classes],
            columns: [...confusion.columns],
            failures: confusion.columns.slice(classes.length),
            counts: confusion.counts.map((row) => [...row]),
          },
        }),
    perClass: perClass.map(({ class: name, support, precision, recall, f1 }) => ({
      class: name,
      gold: support,
      precision,
      recall,
      f1,
    })),
    summary: [
      { name: 'balanced accuracy', value: overall.balancedAccuracy },
      { name: 'macro F1 over gold classes', value: overall.macroF1 },
      { name: 'Matthews correlation', value: overall.mcc },
    ],
  };
}

function fieldTables({ fields, micro }: ExtractSplit): Partial<ReportScores> {
  return {
    fields: fields.map(({ field, outcomes }) => ({
      field,
      right: outcomes.TP,
      wrong: outcomes.FD,
      missing: outcomes.FN + outcomes.unparsed,
      invented: outcomes.FA,
      emptyRight: outcomes.TN,
    })),
    summary: [
      { name: 'precision over all fields', value: micro.precision.share },
      { name: 'recall over all fields', value: micro.recallCorrect.share },
    ],
  };
}
