import type { LabelsSide } from '../../report/labels-report.ts';
import { countText } from '../count-text.ts';

export interface FailureGroup {
  readonly type: string;
  readonly message: string;
  /** `row 3`, or `rows 3, 4, 5`. */
  readonly rows: string;
}

/** The failures shown, those of one message together: a template that refuses a role says the same of every row. */
export function failureGroups({ failures }: Pick<LabelsSide, 'failures'>): readonly FailureGroup[] {
  const groups = new Map<string, { type: string; message: string; rows: number[] }>();
  for (const { row, type, message } of failures) {
    const key = `${type} ${message}`;
    const known = groups.get(key);
    if (known) known.rows.push(row);
    else groups.set(key, { type, message, rows: [row] });
  }
  return [...groups.values()].map(({ rows, ...group }) => ({
    ...group,
    rows: `${rows.length === 1 ? 'row' : 'rows'} ${rows.map(countText).join(', ')}`,
  }));
}
