import { countText } from '../../../src/render/count-text.ts';
import type { ReportScores } from '../../../src/report/report.ts';
import { element } from '../element.ts';

type Confusion = NonNullable<ReportScores['confusion']>;

interface Column {
  readonly name: string;
  readonly failure: boolean;
  /** First of the failures: a rule stands before it. */
  readonly first: boolean;
}

/** Gold classes down, answers across; outputs without a class keep columns of their own behind a rule. */
export function confusionTable(confusion: Confusion): HTMLElement {
  const columns = columnsOf(confusion);
  const classes = columns.filter((column) => !column.failure).length;
  const groups = element(
    'tr',
    {},
    element('td', {}),
    element('th', { colspan: classes, scope: 'colgroup' }, 'Answered'),
    columns.length > classes &&
      element(
        'th',
        { colspan: columns.length - classes, scope: 'colgroup', class: 'failure first' },
        'No class: failures',
      ),
    element('td', {}),
  );
  const names = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'Gold'),
    columns.map((column) => element('th', { scope: 'col', class: columnClass(column) }, column.name)),
    element('th', { scope: 'col', class: 'number' }, 'Rows'),
  );
  const body = confusion.rows.map((gold, index) => bodyRow(gold, confusion.counts[index] ?? [], columns));
  return element(
    'div',
    { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': 'Confusion matrix' },
    element(
      'table',
      { class: 'confusion' },
      element('caption', {}, 'Confusion matrix; shade is the share of the gold class'),
      element('thead', {}, groups, names),
      element('tbody', {}, body),
    ),
  );
}

function columnsOf(confusion: Confusion): Column[] {
  const failures = new Set(confusion.failures);
  const listed = confusion.columns.some((column) => failures.has(column));
  const names = listed ? confusion.columns : [...confusion.columns, ...confusion.failures];
  // Columns that are failures stand last (report.ts), so a class that happens to share a failure's name stays a class.
  const start = names.length - confusion.failures.length;
  return names.map((name, index) => ({ name, failure: index >= start, first: index === start }));
}

function bodyRow(gold: string, counts: readonly number[], columns: readonly Column[]): HTMLElement {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cells = columns.map((column, index) => {
    const count = counts[index] ?? 0;
    const right = !column.failure && column.name === gold;
    const cell = element('td', { class: `${columnClass(column)}${right ? ' right' : ''}` }, countText(count));
    cell.style.setProperty('--share', `${total === 0 ? 0 : Math.round((count / total) * 100)}%`);
    return cell;
  });
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, gold),
    cells,
    element('td', { class: 'number' }, countText(total)),
  );
}

function columnClass(column: Column): string {
  return ['number', column.failure && 'failure', column.first && 'first'].filter(Boolean).join(' ');
}
