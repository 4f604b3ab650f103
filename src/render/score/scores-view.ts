import type { ScoresReport } from '../../report/scores-report.ts';
import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import { accuracySection } from './accuracy-section.ts';
import { cells, scoreTable } from './cells.ts';
import { classSection } from './class-section.ts';
import { contractSection } from './contract-section.ts';
import { failureSection } from './failure-section.ts';
import { fieldSection } from './field-section.ts';
import type { ScoreSection, ScoreView } from './score-view.ts';
import { sliceSection } from './slice-section.ts';
import { taskWords } from './task-words.ts';

/** What `lockstep score` shows, in every format. */
export function scoresView(report: ScoresReport): ScoreView {
  const { card, notes } = report;
  const slices = sliceSection(report);
  const sections: readonly ScoreSection[] = [
    accuracySection(report),
    contractSection(report),
    ...contentSections(card),
    failureSection(report),
    ...(slices === undefined ? [] : [slices]),
    ...(notes.length === 0
      ? []
      : [{ id: 'notes', title: 'What these figures leave out', tables: [], notes: [...notes] }]),
  ];
  return {
    schema: 'lockstep-score-view/1',
    tool: report.tool,
    title: 'score',
    facts: [...factsOf(report)],
    tone: 'plain',
    ...outcome(report),
    sections: [...sections],
    samples: report.samples.map(({ id, split, facts }) => ({ id, split, facts: [...facts] })),
  };
}

function outcome({ rows, card }: ScoresReport): { readonly word: string; readonly headline: string } {
  const { count, of, share, low, high } = card.overall.ours;
  if (share === null || low === null || high === null)
    return {
      word: 'NOT JUDGED',
      headline: `${countText(rows.scored)} answers were read; none has gold to compare with`,
    };
  return {
    word: percentText(share),
    headline: `${countText(count)} of ${countText(of)} right (95 % interval ${percentText(low)} to ${percentText(high)})`,
  };
}

function factsOf({ path, task, taskFrom, card, failures, rows, data }: ScoresReport): ScoreView['facts'] {
  const { ours, oursParseable, recorded } = card.overall;
  const unread = ours.of - oursParseable.of;
  const facts = [
    { name: 'predictions', text: path },
    { name: 'task', text: `${taskWords(task)} (from ${taskFrom})` },
    data !== null &&
      data.gold > 0 && {
        name: 'gold',
        text: `of ${countText(data.gold)} of ${countText(rows.scored)} rows from ${data.path}, joined by ${data.byPlace ? 'row number' : 'id'}`,
      },
    data !== null &&
      data.outOfReach > 0 && {
        name: 'not joined',
        text: `${countText(data.outOfReach)} of ${countText(rows.scored)} rows: too many, and in another order than ${data.path}`,
      },
    rows.total > rows.scored && {
      name: 'left out',
      text: `${countText(rows.total - rows.scored)} of ${countText(rows.total)} rows: repeated ids, or not readable (see the end)`,
    },
    data !== null &&
      data.unanswered.count > 0 && {
        name: 'unanswered',
        text: unansweredWords(data),
      },
    unread > 0 && {
      name: 'unreadable',
      text: `${countText(unread)} of ${countText(ours.of)} answers, counted as wrong`,
    },
    recorded.share !== null &&
      recorded.count !== ours.count && {
        name: 'recorded',
        text: `your evaluator counted ${countText(recorded.count)} of ${countText(recorded.of)} right`,
      },
    {
      name: 'failures',
      text: `${countText(failures.n - failures.clean.count)} of ${countText(failures.n)} answers have a named failure`,
    },
  ];
  return facts.filter((fact) => fact !== false);
}

function contentSections(card: ScoresReport['card']): readonly ScoreSection[] {
  switch (card.kind) {
    case 'classify':
      return [classSection(card)];
    case 'extract':
      return [fieldSection(card.overall)];
    case 'free':
      return [freeSection(card.overall)];
  }
}

function freeSection({
  similarity,
  tooLong,
}: Extract<ScoresReport['card'], { kind: 'free' }>['overall']): ScoreSection {
  return {
    id: 'texts',
    title: 'Texts',
    lead: 'Right means equal to the gold text. Similarity is 1 - edits / length of the longer text.',
    tables: [
      scoreTable(
        'Free text',
        ['measure', '#value'],
        [
          [cells.text('mean similarity'), cells.number(similarity.share, similarity.otherIds)],
          [cells.text('too long to compare'), cells.count(tooLong.count, tooLong.ids)],
        ],
      ),
    ],
    notes: [],
  };
}

function unansweredWords({ unanswered: { count }, path }: NonNullable<ScoresReport['data']>): string {
  return count === 1
    ? `1 row of ${path} has no prediction and is in no figure`
    : `${countText(count)} rows of ${path} have no prediction and are in no figure`;
}
