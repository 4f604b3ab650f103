import type { Evidence } from '../evidence/evidence.ts';
import type { TrainedRow } from '../evidence/trained-rows.ts';
import type { ReportRow } from './report.ts';
import { reportRow } from './report-row.ts';

/** Rows shown token by token; more than a few is a dump. */
const SHOWN = 3;

/** The training rows that matter, token by token: those that findings point at, else the first. */
export function reportRows(evidence: Evidence, lines: readonly number[]): ReportRow[] {
  if (evidence.trainedRows.state !== 'found') return [];
  const rows = evidence.trainedRows.value;
  const named = lines.flatMap((line) => rows.rows.find((row) => row.captured.line === line) ?? []);
  const chosen = [...new Set([...named, ...rows.rows.slice(0, 1)])].slice(0, named.length > 0 ? SHOWN : 1);
  return chosen.map((row) => reportRow(row, { path: rows.path, title: titleOf(row) }));
}

function titleOf({ captured, dataRow, located }: TrainedRow): string {
  const of = dataRow === undefined ? `; ${inNoRow(located)}` : `, training row ${dataRow}`;
  return `Captured row ${captured.index} (step ${captured.step}${of})`;
}

/** Where no row of the data says which words are the user's, what the template wrote around them looks like prompt. */
function inNoRow(located: TrainedRow['located']): string {
  return located === 'none' ? 'in no training row' : 'in no training row: template text counts as prompt';
}
