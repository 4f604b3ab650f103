import type { DataRow, DataSet } from '../../evidence/data-set.ts';
import type { TrainedRow } from '../../evidence/trained-rows.ts';
import { capturedPlaces } from '../../evidence/views/captured-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

/** Fewer captured rows than this could all be odd ones. */
const ENOUGH_ROWS = 4;

export default defineCheck({
  id: 'labels/answer-absent',
  title: 'The turns of the data are in the rows that were trained',
  severity: 'critical',
  phase: 'C',
  clause: 'answer-only-loss',
  needs: ['trainedRows', 'trainData'],
  messages: {
    nothing: {
      what: 'None of {rows} captured rows contains a user turn or an answer of {path}.',
      why: 'The chat template rendered none of them (roles it does not know are skipped without an error), so the loss fell to almost nothing on the same boilerplate in every row.',
      fix: 'Map the roles in the data to the ones that the chat template knows (human → user, gpt → assistant). The data uses: {roles}.',
    },
    answer: {
      what: '{rows} do not contain the answer that their row in {path} has.',
      why: 'What is not in the input ids cannot be learned: the template dropped the turn.',
      fix: "Map the answer's role to `assistant`, and render one row with the chat template to see that its text is there. The data uses: {roles}.",
    },
    user: {
      what: '{rows} do not contain the user turn that their row in {path} has.',
      why: 'The model is taught to answer without seeing the question, so it learns the most frequent answer.',
      fix: "Map the role of the user's turns to `user`, and render one row with the chat template to see that its text is there. The data uses: {roles}.",
    },
  },
  run({ trainedRows, trainData }) {
    const spoken = trainData.rows.filter((row) => row.turns.length > 0);
    if (spoken.length === 0)
      return { kind: 'not-applicable', because: `${trainData.path} has no turns: its rows are already rendered` };
    const { rows } = trainedRows;
    const roles = [...new Set(spoken.slice(0, 1000).flatMap((row) => row.turns.map((turn) => turn.role)))]
      .slice(0, 8)
      .join(', ');
    const places = capturedPlaces(rows, trainedRows.path);
    const recognised = rows.filter((row) => row.dataRow !== undefined);
    if (recognised.length === 0 && rows.length >= ENOUGH_ROWS && isBoilerplate(rows, trainData)) {
      return {
        kind: 'fail',
        findings: [{ message: 'nothing', data: { rows: rows.length, path: trainData.path, roles }, places }],
      };
    }
    if (recognised.length === 0)
      return { kind: 'unknown', because: `no captured row could be recognised as a row of ${trainData.path}` };
    const answer = recognised.filter(
      (row) => row.answers.length > 0 && row.answers.every((one) => one.state === 'absent'),
    );
    const expendable = new Set(['system', 'tool', ...sameInAll(spoken)]);
    const user = recognised.filter((row) => row.absentRoles.some((role) => !expendable.has(role)));
    const worse = answer.length >= user.length ? answer : user;
    if (worse === user && saysDifferentThings(user)) {
      return {
        kind: 'unknown',
        because: `${countOf(user.length, rows.length, 'captured rows')} hold a user turn that is in no row of ${trainData.path}: they come from other data`,
      };
    }
    if (!isMany(worse.length, recognised.length)) {
      return {
        kind: 'pass',
        saw: `question and answer are in ${countOf(recognised.length - worse.length, recognised.length, 'recognised rows')}`,
      };
    }
    const data = { rows: countOf(worse.length, recognised.length, 'recognised rows'), path: trainData.path, roles };
    return { kind: 'fail', findings: [{ message: worse === answer ? 'answer' : 'user', data, places }] };
  },
});

/** Columns of instruction rows that say the same in every row. Scripts put words of their own in their place, and nothing is lost. */
function sameInAll(rows: readonly DataRow[]): readonly string[] {
  if (rows.length < 2 || rows.some(({ shape }) => shape !== 'instruction')) return [];
  const texts = new Map<string, Set<string>>();
  for (const { role, text } of rows.flatMap(({ turns }) => turns))
    texts.set(role, (texts.get(role) ?? new Set()).add(text));
  return [...texts].filter(([, different]) => different.size === 1).map(([role]) => role);
}

/**
 * Rows without their turns are all alike. Rows that say different things come from another file, another tokenizer or a part that was not
 * read.
 */
function isBoilerplate(rows: readonly TrainedRow[], { rows: read, total }: DataSet): boolean {
  return read.length >= total && new Set(rows.map((row) => row.text)).size * 2 <= rows.length;
}

/** Where a turn was dropped, what is left around the answer is the template's own text, the same in every row. */
function saysDifferentThings(rows: readonly TrainedRow[]): boolean {
  const rest = rows.map((row) =>
    row.regions.flatMap((region, i) => (region === 'template' ? [row.captured.ids[i] ?? -1] : [])).join(' '),
  );
  return rows.length > 1 && new Set(rest).size * 2 > rows.length;
}
