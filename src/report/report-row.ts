import type { Region, TrainedRow } from '../evidence/trained-rows.ts';
import { isSupervised, supervisedCount } from '../evidence/views/supervision.ts';
import type { ReportRow } from './report.ts';

/** A stretch of one region and one supervision that is longer than both ends together is folded in the middle. */
const KEPT_AT_ENDS = 12;
const LONGEST_PIECE = 200;

/** One training row token by token, as the report shows it. */
export function reportRow(
  row: TrainedRow,
  { path, title }: { readonly path: string; readonly title: string },
): ReportRow {
  return {
    title,
    path,
    row: row.captured.index,
    tokens: row.captured.ids.length,
    supervised: supervisedCount(row),
    parts: stretches(row).flatMap((stretch) => partsOf(row, stretch)),
  };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function stretches(row: TrainedRow): readonly Stretch[] {
  const all: Stretch[] = [];
  let start = 0;
  for (let i = 1; i <= row.regions.length; i += 1) {
    const isSame =
      i < row.regions.length &&
      row.regions[i] === row.regions[start] &&
      isSupervised(row, i) === isSupervised(row, start);
    if (isSame) continue;
    all.push({ start, end: i });
    start = i;
  }
  return all;
}

function partsOf(row: TrainedRow, { start, end }: Stretch): ReportRow['parts'] {
  if (end - start <= KEPT_AT_ENDS * 2 + 1) return tokens(row, start, end);
  const [from, to] = [start + KEPT_AT_ENDS, end - KEPT_AT_ENDS];
  const region: Region = row.regions[start] ?? 'template';
  const gap = {
    kind: 'gap' as const,
    tokens: to - from,
    supervised: isSupervised(row, start + 1) ? to - from : 0,
    region,
  };
  return [...tokens(row, start, from), gap, ...tokens(row, to, end)];
}

function tokens(row: TrainedRow, start: number, end: number): ReportRow['parts'] {
  return Array.from({ length: end - start }, (_, i) => {
    const at = start + i;
    const [from, to] = row.offsets[at] ?? [0, 0];
    return {
      kind: 'token' as const,
      token: {
        id: row.captured.ids[at] ?? 0,
        text: row.text.slice(from, Math.min(to, from + LONGEST_PIECE)),
        region: row.regions[at] ?? 'template',
        supervised: isSupervised(row, at),
      },
    };
  });
}
