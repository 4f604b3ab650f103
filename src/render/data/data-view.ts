import type { DataReport } from '../../report/data-report.ts';
import { countText } from '../count-text.ts';
import { cells, scoreTable } from '../score/cells.ts';
import type { ScoreCell, ScoreSection, ScoreView } from '../score/score-view.ts';
import { taskWords } from '../score/task-words.ts';
import { answerSection } from './answer-section.ts';
import { evaluationSection } from './evaluation-section.ts';
import { firstRows } from './first-rows.ts';
import { questionSection } from './question-section.ts';
import { settingSection } from './setting-section.ts';
import { tokenSection } from './token-section.ts';

/** What `lockstep lint` shows, in every format. */
export function dataView(report: DataReport): ScoreView {
  const sections = [
    findingSection(report),
    answerSection(report),
    questionSection(report),
    tokenSection(report),
    evaluationSection(report),
    settingSection(report),
    adviceSection(report),
    gapSection(report),
  ];
  return {
    schema: 'lockstep-score-view/1',
    tool: report.tool,
    title: 'lint',
    facts: factsOf(report),
    ...outcome(report),
    sections: sections.filter((one) => one !== undefined),
    samples: report.samples.map(({ id, split, facts }) => ({ id, split, facts: [...facts] })),
  };
}

function outcome({ findings, training }: DataReport): Pick<ScoreView, 'tone' | 'word' | 'headline'> {
  const count = (level: string): number => findings.filter((one) => one.level === level).length;
  const parts = (['error', 'warning', 'note'] as const).flatMap((level) =>
    count(level) === 0 ? [] : [`${countText(count(level))} ${level}${count(level) === 1 ? '' : 's'}`],
  );
  const rows = `${countText(training.rows)} training rows`;
  if (parts.length === 0)
    return { tone: 'good', word: 'NOTHING TO SAY', headline: `${rows} show nothing that is worth a look` };
  const headline = `${parts.join(', ')} on ${rows}`;
  if (count('error') > 0) return { tone: 'bad', word: 'ALARMING', headline };
  if (count('warning') > 0) return { tone: 'unsure', word: 'WORTH A LOOK', headline };
  return { tone: 'plain', word: 'NOTHING ALARMING', headline };
}

function factsOf({ training, evaluation, predictions, task, taskFrom }: DataReport): ScoreView['facts'] {
  const rowWords = ({ path, rows, total, withMedia }: DataReport['training']): string =>
    `${path}, ${rows === total ? countText(rows) : `${countText(rows)} of ${countText(total)}`} rows${withMedia > 0 ? `, ${countText(withMedia)} with images` : ''}`;
  return [
    { name: 'training', text: rowWords(training) },
    { name: 'evaluation', text: evaluation === null ? 'none' : rowWords(evaluation) },
    {
      name: 'answers',
      text:
        predictions === null || evaluation === null
          ? 'none by the model'
          : `${predictions}: ${countText(evaluation.judged)} of ${countText(evaluation.rows)} evaluation rows judged`,
    },
    { name: 'task', text: `${taskWords(task)} (from ${taskFrom})` },
  ];
}

function findingSection({ findings, training, evaluation }: DataReport): ScoreSection | undefined {
  if (findings.length === 0) return undefined;
  const rows = findings.map((one) => [
    cells.text(one.level),
    cells.text(one.id),
    behindCell(one, { training, evaluation }),
  ]);
  return {
    id: 'findings',
    title: 'What is worth a look',
    tables: [scoreTable('Findings', ['level', 'finding', '#rows'], rows)],
    notes: findings.map(({ id, what, why, ...behind }) => {
      const rowsBehind = behind.training ?? behind.evaluation;
      const first =
        rowsBehind === undefined || rowsBehind.count === 0 ? '' : ` (${firstRows(rowsBehind.ids, rowsBehind.count)})`;
      return `${id}: ${what}${first} ${why}`;
    }),
  };
}

function behindCell(
  { training: trained, evaluation: asked }: DataReport['findings'][number],
  sides: Pick<DataReport, 'training' | 'evaluation'>,
): ScoreCell {
  const behind = trained ?? asked;
  if (behind === undefined) return cells.text('');
  const of = (trained === undefined ? sides.evaluation?.rows : sides.training.rows) ?? 0;
  const share = of === 0 ? null : behind.count / of;
  return cells.fault({ count: behind.count, of, share, low: null, high: null, ids: behind.ids });
}

function adviceSection({ advice }: DataReport): ScoreSection {
  const told =
    advice.state === 'withheld'
      ? [`Withheld: ${advice.because}: ${advice.command}`]
      : advice.items.map((item) => `${item.finding}: ${item.advice}`);
  const notes = told.length === 0 ? ['Nothing: all four clauses hold, and nothing was found.'] : told;
  return { id: 'advice', title: 'What to change', tables: [], notes };
}

function gapSection({ missing, notes }: DataReport): ScoreSection | undefined {
  const gaps = [...notes, ...missing.map(({ fact, needs }) => `Not told: ${fact}. Needs ${needs}.`)];
  if (gaps.length === 0) return undefined;
  return { id: 'gaps', title: 'What the figures leave out', tables: [], notes: gaps };
}
