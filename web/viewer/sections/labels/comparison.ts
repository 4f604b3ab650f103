import { countText } from '../../../../src/render/count-text.ts';
import type { LabelsReport } from '../../../../src/report/labels-report.ts';
import { element } from '../../element.ts';
import { section } from '../../section.ts';
import { table } from '../../table.ts';

/** Where captured rows part from the prediction, by reason; nothing where all agree, which the verdict says. */
export function comparisonSection({ comparison }: LabelsReport): HTMLElement | undefined {
  if (comparison === undefined) return undefined;
  const { compared, same, unmatched, clusters, explained } = comparison;
  if (clusters.length === 0 && unmatched === 0) return undefined;
  const text = {
    id: 'comparison',
    title: 'Capture against prediction',
    lead: `${countText(same)} of ${countText(compared)} captured rows have the predicted ids and labels.`,
  };
  const columns = [
    { title: 'First difference' },
    { title: 'Rows', number: true },
    { title: 'First captured row', number: true },
    { title: 'at token', number: true },
  ];
  const cells = clusters.map(({ text: reason, rows, firstRow, at }) => [
    reason,
    `${countText(rows)} of ${countText(compared)}`,
    countText(firstRow),
    at === undefined ? '–' : countText(at),
  ]);
  return section(
    text,
    explained !== undefined &&
      element('p', { class: 'notice' }, 'Every compared row agrees with ', element('code', {}, explained), '.'),
    cells.length > 0 && table('Rows that differ', columns, cells),
    unmatched > 0 &&
      element('p', { class: 'notice' }, `${countText(unmatched)} captured rows are no row of this data set.`),
  );
}
