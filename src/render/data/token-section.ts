import type { DataReport } from '../../report/data-report.ts';
import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import { cells, scoreTable } from '../score/cells.ts';
import type { ScoreSection, ScoreTable } from '../score/score-view.ts';
import { firstRows } from './first-rows.ts';

type Health = DataReport['health'];

/** What the model sees of the rows, and what the length limit leaves of them. */
export function tokenSection({ health }: DataReport): ScoreSection | undefined {
  const { tokens } = health;
  if (tokens === null) return undefined;
  const { constant, fine, rows } = tokens;
  const share = constant.share === null ? [] : [percentText(constant.share)];
  return {
    id: 'tokens',
    title: 'Tokens',
    lead: `What the model sees of ${countText(rows)} rows, by the run's own tokenizer and chat template.`,
    tables: [lengthTable(tokens), ...truncationTables(health)],
    notes: [
      ...share.map(
        (text) =>
          `All prompts begin with the same ${countText(constant.head)} and end with the same ${countText(constant.tail)} tokens: ${text} of ${countText(Math.round(constant.meanLength))} on average.`,
      ),
      ...(fine === null
        ? []
        : [`Of the tokens between, ${percentText(fine)} stand for a single letter or a part of one.`]),
    ],
  };
}

function lengthTable({ prompt, supervised, varying }: NonNullable<Health['tokens']>): ScoreTable {
  const row = (name: string, { median, largest }: { readonly median: number; readonly largest: number }) => [
    cells.text(name),
    cells.count(median),
    cells.count(largest),
  ];
  return scoreTable(
    'Lengths in tokens',
    ['part of a row', '#median', '#largest'],
    [row('prompt', prompt), row('of it, what varies', varying), row('with loss', supervised)],
  );
}

function truncationTables({ truncation }: Health): ScoreTable[] {
  if (truncation === null) return [];
  const { cut, answerLost, answerCut, collapsed, rule } = truncation;
  const row = (name: string, { count, ids }: typeof collapsed) => [
    cells.text(name),
    cells.fault({ count, of: cut.of, share: count / Math.max(1, cut.of), low: null, high: null, ids }),
    cells.text(firstRows(ids, count)),
  ];
  return [
    {
      ...scoreTable(
        `What ${countText(rule.maxLength)} tokens leave`,
        ['rows', '#rows', 'first'],
        [
          [cells.text('longer than the limit'), cells.fault(cut), cells.text('')],
          row('nothing left of the answer', answerLost),
          row('a part of the answer cut off', answerCut),
          row('prompt equal to that of another row', collapsed),
        ],
      ),
      lead: `max_length, ${rule.keep === 'start' ? 'the start' : 'the end'} of a row is kept. Equal prompts: of rows that differ before the cut.`,
    },
  ];
}
