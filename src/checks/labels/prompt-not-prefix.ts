import type { PredictedLabelRow } from '../../evidence/label-facts.ts';
import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { rowPlaces } from '../../evidence/views/row-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/prompt-not-prefix',
  title: 'The tokens of the prompt are the beginning of the tokens of the row',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts'],
  messages: {
    masked: {
      what: 'In {rows} the prompt alone has other tokens than the beginning of the whole row, and {by} masks by the number of tokens: {tokens} tokens of the answers get no loss.',
      why: 'The model does not learn how an answer begins, and one-token answers (a class) not at all; a row without any loss is dropped.',
      fix: 'For chats, use a template whose generation prompt is how it begins an assistant turn (render/generation-prompt-not-prefix). For plain columns, put the space between prompt and completion at the beginning of the completion.',
    },
    leaked: {
      what: 'In {rows} the prompt alone has other tokens than the beginning of the whole row, and {by} masks by the number of tokens: {tokens} tokens of the prompts get loss.',
      why: 'The mask ends before the answer begins, so the loss covers the end of each prompt too.',
      fix: 'For chats, use a template whose generation prompt is how it begins an assistant turn (render/generation-prompt-not-prefix). For plain columns, put the space between prompt and completion at the beginning of the completion.',
    },
  },
  run({ labelFacts }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by, noun } = reading;
    if (!labels.masks.completion || labels.shape === 'tokens')
      return { kind: 'not-applicable', because: 'no mask is made from a prompt column' };
    if (labels.notes.some(({ kind }) => kind === 'prompt-mask-of-two-tokens'))
      return {
        kind: 'not-applicable',
        because: 'two tokens are masked, whatever the prompt is (labels/prompt-mask-short)',
      };
    const odd = labels.rows.filter(({ isMismatched }) => isMismatched);
    const masked = odd.filter(losesAnswer);
    const leaked = odd.filter(({ promptLeaked }) => promptLeaked > 0);
    const bad = masked.length >= leaked.length ? masked : leaked;
    if (!isMany(bad.length, labels.rows.length)) {
      const note = odd.length === 0 ? '' : `; where it is not (${odd.length}), its tokens are replaced one for one`;
      const saw = `the prompt is a prefix in ${countOf(labels.rows.length - odd.length, labels.rows.length, noun)}${note}`;
      return { kind: 'pass', saw };
    }
    const isMasked = bad === masked;
    const tokens = bad.reduce((sum, row) => sum + (isMasked ? row.wordsMasked : row.promptLeaked), 0);
    const data = { by, rows: countOf(bad.length, labels.rows.length, noun), tokens };
    const places = rowPlaces(bad, labelFacts.path);
    return { kind: 'fail', findings: [{ message: isMasked ? 'masked' : 'leaked', data, places }] };
  },
});

function losesAnswer({ facts, wordsMasked }: PredictedLabelRow): boolean {
  return wordsMasked > 0 && !facts.isCut;
}
