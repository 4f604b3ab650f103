import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/span-spills',
  title: 'The loss ends where the generation block of the chat template ends',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts', 'tokenizer'],
  messages: {
    spills: {
      what: 'In {spills} generation blocks of {rows} rows the end has no token of its own, and by {by} everything behind it gets loss, later user turns included.',
      why: 'The tokenizer in {tokenizer} leaves spaces out of the offsets (trim_offsets), and the block ends in one: transformers finds no token there and marks the rest of the row.',
      fix: 'Move the space out of the generation block in the chat template, or set "trim_offsets": false in the post_processor of tokenizer.json.',
    },
    lost: {
      what: 'In {lost} generation blocks of {rows} rows the beginning has no token of its own, and by {by} these answers, and later ones of the row, get no loss.',
      why: 'The tokenizer in {tokenizer} leaves spaces out of the offsets (trim_offsets), and the block begins with one: transformers finds no token there and gives up on the rest of the row.',
      fix: 'Move the space out of the generation block in the chat template, or set "trim_offsets": false in the post_processor of tokenizer.json.',
    },
  },
  run({ labelFacts, tokenizer }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by, noun } = reading;
    if (!labels.masks.assistant || labels.shape !== 'chat')
      return { kind: 'not-applicable', because: 'no assistant mask is made (assistant_only_loss)' };
    const note = labels.notes.find((one) => one.kind === 'assistant-span-unmapped');
    if (note === undefined) {
      const saw = `each generation block begins and ends with a token in ${countOf(labels.rows.length, labels.rows.length, noun)}`;
      return { kind: 'pass', saw };
    }
    const shared = { by, rows: labels.rows.length, tokenizer: tokenizer.path };
    const places = [{ kind: 'row' as const, path: labelFacts.path, row: note.firstRow }];
    return note.spills >= note.lost
      ? { kind: 'fail', findings: [{ message: 'spills', data: { ...shared, spills: note.spills }, places }] }
      : { kind: 'fail', findings: [{ message: 'lost', data: { ...shared, lost: note.lost }, places }] };
  },
});
