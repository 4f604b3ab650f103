import type { ScoresReport } from '../../report/scores-report.ts';
import { countText } from '../count-text.ts';
import { cells, scoreTable } from './cells.ts';
import { pText } from './figure-words.ts';
import type { ScoreSection, ScoreTable } from './score-view.ts';

type Slices = NonNullable<ScoresReport['slices']>;
type Slice = Slices['worse'][number];

/** Parts of the data where answers are worse than elsewhere, and every value of the columns that were asked for. */
export function sliceSection({ slices }: ScoresReport): ScoreSection | undefined {
  if (slices === null || (slices.tested === 0 && slices.unfit.length === 0)) return undefined;
  const asked = slices.single.filter(({ where }) => slices.asked.includes(where[0]?.column ?? ''));
  const tables: readonly ScoreTable[] = [
    ...(slices.worse.length === 0 ? [] : [sliceTable('Worse than the rest', slices.worse)]),
    ...(asked.length === 0 ? [] : [sliceTable('As asked for', asked)]),
  ];
  const tooSmall =
    slices.tooSmall === 0 ? '' : ` ${countText(slices.tooSmall)} slices of fewer than 20 rows were not tested.`;
  const none = slices.worse.length === 0 ? 'No slice is worse than the rest beyond chance. ' : '';
  const tested =
    slices.tested === 0
      ? 'No slice could be tested.'
      : `${none}${countText(slices.tested)} slices were tested: every value of ${columnWords(slices.columns)}, and of every two of them. q is corrected for their number (Benjamini–Hochberg), shown from q ≤ 0.10.`;
  return {
    id: 'slices',
    title: 'Slices',
    lead: `${tested}${tooSmall}`,
    tables: [...tables],
    notes: [...unfitNotes(slices)],
  };
}

/** Columns named in a sentence. */
const MOST_NAMES = 12;

function columnWords(columns: readonly string[]): string {
  const more = columns.length > MOST_NAMES ? ` and ${countText(columns.length - MOST_NAMES)} more` : '';
  return `${countText(columns.length)} columns (${columns.slice(0, MOST_NAMES).join(', ')}${more})`;
}

/** A column that was asked for and gives no slices is explained; one that was only found is not missed. */
function unfitNotes({ unfit, asked }: Slices): readonly string[] {
  return asked
    .filter((column) => unfit.includes(column))
    .map(
      (column) =>
        `The column ${column} gives no slices: all rows have one value, or it has more than 20 that are no numbers, so it names rows instead of grouping them. If rows with one value belong together, use lockstep compare --group ${column}.`,
    );
}

function sliceTable(title: string, slices: readonly Slice[]): ScoreTable {
  return scoreTable(
    title,
    ['slice', '#right inside', '#right elsewhere', '#q'],
    slices.map(({ where, inside, outside, q, ids }) => [
      {
        kind: 'text',
        text: where.map(({ column, value }) => `${column} = ${value}`).join(', '),
        ids: [...ids],
        total: inside.of,
      },
      cells.share({ ...inside, otherIds: ids.slice(0, inside.of - inside.count) }),
      cells.share(outside),
      cells.text(pText(q)),
    ]),
  );
}
