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

function factsOf({ path, task, taskFrom, card, failures }: ScoresReport): ScoreView['facts'] {
  const { ours, oursParseable, recorded } = card.overall;
  const unread = ours.of - oursParseable.of;
  const facts = [
    { name: 'predictions', text: path },
    { name: 'task', text: `${taskWords(task)} (from ${taskFrom})` },
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

/** Classes or fields named in full; more are counted. */
const MOST_NAMES = 8;

function taskWords(task: ScoresReport['task']): string {
  if (task.kind === 'free') return 'free text';
  const names = task.kind === 'classify' ? task.classes : task.fields;
  const more = names.length > MOST_NAMES ? ` and ${countText(names.length - MOST_NAMES)} more` : '';
  const where =
    task.kind === 'classify' ? ` as ${task.answer}${task.classPath === undefined ? '' : ` at ${task.classPath}`}` : '';
  return `${task.kind} ${names.slice(0, MOST_NAMES).join(', ')}${more}${where}`;
}
