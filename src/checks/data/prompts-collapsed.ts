import type { Example } from '../../evidence/examples.ts';
import type { TrainedRows } from '../../evidence/trained-rows.ts';
import { capturedPlaces } from '../../evidence/views/captured-places.ts';
import { rowsWithMedia } from '../../evidence/views/rows-with-media.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck, type Finding } from '../define-check.ts';

// A question that a tenth of the rows share, with different answers, cannot be what their author wrote.
const SHARED = 0.1;
const ENOUGH = 8;

export default defineCheck({
  id: 'data/prompts-collapsed',
  title: 'Different rows reach the model as different inputs',
  severity: 'warning',
  phase: 'G',
  needs: ['trainExamples', 'trainData'],
  uses: ['trainedRows'],
  messages: {
    data: {
      what: '{rows} of {path} have one and the same question, with {answers} different answers.',
      why: 'What tells the rows apart was cut off or never put into the prompt, so there is nothing to learn the answer from.',
      fix: 'Compare one row with its source record: look for a character limit, a template variable that was not filled in, or long boilerplate in front of the part that matters.',
    },
    ids: {
      what: '{rows} that differ in the data have equal input ids before the answer.',
      why: 'Truncation or the template removed what tells the rows apart, so there is nothing to learn the answer from.',
      fix: 'Raise max_length, or put the part that matters before the boilerplate, and look at the rendered row again.',
    },
  },
  run({ trainExamples, trainData, trainedRows }) {
    const seen = rowsWithMedia(trainData);
    const rows = trainExamples.rows.filter((row) => row.answer !== undefined && !seen.has(row.row));
    if (rows.length === 0 && seen.size > 0)
      return { kind: 'not-applicable', because: 'images tell the rows apart, and only their text is compared' };
    const shared = largestGroup(rows, questionOf, (row) => row.answer?.trim() ?? '');
    if (shared.items.length >= ENOUGH && shared.items.length >= rows.length * SHARED && shared.answers > 1) {
      const places = shared.items
        .slice(0, 3)
        .map((row) => ({ kind: 'row' as const, path: trainExamples.path, row: row.row }));
      const data = {
        rows: countOf(shared.items.length, rows.length, 'rows'),
        path: trainExamples.path,
        answers: shared.answers,
      };
      return { kind: 'fail', findings: [{ message: 'data', data, places }] };
    }
    if (trainedRows === undefined)
      return {
        kind: 'unknown',
        because: 'no captured row shows what reached the model',
        settle: "capture a few batches from the trainer's own collator into capture/batches.jsonl",
      };
    const same = sameIds(rows, trainedRows);
    if (same !== undefined) return { kind: 'fail', findings: [same] };
    return {
      kind: 'pass',
      saw: `no question is shared by more than ${countOf(Math.max(1, shared.items.length), rows.length, 'rows')}`,
    };
  },
});

/** Rows with different questions of which the same ids reached the model. */
function sameIds(rows: readonly Example[], trainedRows: TrainedRows): Finding<'ids'> | undefined {
  const prompts = new Map(rows.map((row) => [row.row, questionOf(row)]));
  const captured = trainedRows.rows.filter((row) => prompts.has(row.dataRow ?? -1) && row.answers.length > 0);
  const before = (row: (typeof captured)[number]) =>
    row.captured.ids.subarray(0, row.answers.at(-1)?.start ?? 0).join(' ');
  const { items, answers } = largestGroup(captured, before, (row) => prompts.get(row.dataRow ?? -1) ?? '');
  if (items.length < ENOUGH || items.length < captured.length * SHARED || answers < 2) return undefined;
  const data = { rows: countOf(items.length, captured.length, 'captured rows') };
  return { message: 'ids', data, places: capturedPlaces(items, trainedRows.path) };
}

/** Some put the document into the system turn and keep the user's words the same. */
function questionOf({ system, prompt }: Example): string {
  return `${system}\n${prompt}`.trim();
}

function largestGroup<T>(
  items: readonly T[],
  key: (item: T) => string,
  answer: (item: T) => string,
): { items: readonly T[]; answers: number } {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  const largest = [...groups.values()].reduce<readonly T[]>(
    (most, group) => (group.length > most.length ? group : most),
    [],
  );
  return { items: largest, answers: new Set(largest.map(answer)).size };
}
