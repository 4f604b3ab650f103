import type { Row } from '../formats/row-value.ts';
import type { Conversion } from './conversion.ts';
import { convertTarget } from './convert-target.ts';
import type { Change, ConvertedRow } from './converted-row.ts';
import { joinTurns } from './join-turns.ts';
import { mapRoles } from './map-roles.ts';
import { splitTurns } from './split-turns.ts';

/** Converts one row: role names first, then the shape, then the answer. The first step that would lose something refuses the row. */
export function convertRow(row: Row, { roles, shape, target }: Conversion): ConvertedRow {
  let converted = mapRoles(row, roles);
  if (shape === 'messages') converted = after(converted, joinTurns);
  else if (shape !== 'keep') converted = after(converted, (one) => splitTurns(one, shape));
  return target === 'keep' ? converted : after(converted, (one) => convertTarget(one, target));
}

function after(converted: ConvertedRow, step: (row: Row) => ConvertedRow): ConvertedRow {
  if (converted.state === 'refused') return converted;
  const rows: Row[] = [];
  const changes: Change[] = [...converted.changes];
  for (const row of converted.rows) {
    const next = step(row);
    if (next.state === 'refused') return next;
    rows.push(...next.rows);
    changes.push(...next.changes);
  }
  return { state: 'converted', rows, changes };
}
