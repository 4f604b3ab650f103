import { rowsWithMedia } from '../../evidence/views/rows-with-media.ts';
import { countOf, percent } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

// Annotators disagree on a few per cent of rows in the best data sets; from here on the conflict caps what can be reached.
const CEILING = 0.95;
/** When one prompt makes up this much of the data, the prompts collapsed (data/prompts-collapsed) and their answers conflict because of it. */
const COLLAPSED = 0.5;

export default defineCheck({
  id: 'data/answers-conflicting',
  title: 'Equal questions have equal answers',
  severity: 'warning',
  phase: 'G',
  needs: ['trainExamples', 'trainData', 'task'],
  messages: {
    conflict: {
      what: '{rows} share their question with a row that has another answer. No model can get more than {ceiling} of the rows right.',
      why: 'The same input with two answers teaches a coin flip; the loss cannot fall below it and the answers stay wrong.',
      fix: 'Find out which input column tells the rows apart and put it into the prompt, or settle the answers and remove the wrong rows.',
    },
  },
  run({ trainExamples, trainData, task }) {
    if (task.kind === 'free') return { kind: 'not-applicable', because: 'open answers to one question may differ' };
    const answers = new Map<string, Map<string, number[]>>();
    const seen = rowsWithMedia(trainData);
    const rows = trainExamples.rows.filter((row) => row.answer !== undefined && !seen.has(row.row));
    if (rows.length === 0 && seen.size > 0)
      return { kind: 'not-applicable', because: 'images tell the rows apart, and only their text is compared' };
    for (const row of rows) {
      const key = `${row.system}\n${row.prompt}`.normalize('NFC').trim();
      const byAnswer = answers.get(key) ?? new Map<string, number[]>();
      const answer = row.class ?? row.answer?.trim() ?? '';
      byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), row.row]);
      answers.set(key, byAnswer);
    }
    const groups = [...answers.values()].map((byAnswer) => [...byAnswer.values()]);
    const best = groups.reduce((sum, group) => sum + Math.max(...group.map((one) => one.length)), 0);
    const conflicting = groups.filter((group) => group.length > 1).flat(2);
    const largest = Math.max(0, ...groups.map((group) => group.flat().length));
    const saw = `${countOf(conflicting.length, rows.length, 'rows')} share their question with another answer`;
    if (rows.length > 0 && largest >= rows.length * COLLAPSED && largest > 2)
      return {
        kind: 'not-applicable',
        because: 'most rows have one and the same question: data/prompts-collapsed says more',
      };
    if (rows.length === 0 || best / rows.length >= CEILING) return { kind: 'pass', saw };
    const places = conflicting.slice(0, 4).map((row) => ({ kind: 'row' as const, path: trainExamples.path, row }));
    const data = {
      rows: countOf(conflicting.length, rows.length, 'training rows'),
      ceiling: percent(best / rows.length),
    };
    return { kind: 'fail', findings: [{ message: 'conflict', data, places }] };
  },
});
