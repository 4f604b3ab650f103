import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/row-end-unterminated',
  title: 'The chat template ends the last assistant turn with a token of its own',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts'],
  messages: {
    open: {
      what: 'The chat template writes no special token behind the last assistant turn: {rows} end in ordinary text, and {by} appends nothing to a chat.',
      why: 'There is no token that the model could learn to stop with, so it answers and goes on until the length limit.',
      fix: 'Let the template end each assistant turn with a special token and name that token in eos_token, or use prompt and completion columns of plain text, to which TRL appends one.',
    },
  },
  run({ labelFacts }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by, noun } = reading;
    if (labels.shape !== 'chat') return { kind: 'not-applicable', because: 'the rows are no chats' };
    const note = labels.notes.find((one) => one.kind === 'row-end-without-terminator');
    const [open, all] = [note?.rows ?? 0, labels.rows.length];
    if (note === undefined || !isMany(open, all))
      return { kind: 'pass', saw: `${countOf(all - open, all, noun)} end with a special token` };
    const places = [{ kind: 'row' as const, path: labelFacts.path, row: note.firstRow }];
    return { kind: 'fail', findings: [{ message: 'open', data: { by, rows: countOf(open, all, noun) }, places }] };
  },
});
