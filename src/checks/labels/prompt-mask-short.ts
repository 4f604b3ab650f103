import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/prompt-mask-short',
  title: 'The trainer and transformers agree about what a tokenised prompt is',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts', 'versions'],
  messages: {
    two: {
      what: 'TRL {trl} with transformers {transformers} masks two tokens of each prompt instead of all of it (by the source of both, not by running them).',
      why: 'Under transformers 5 a rendered chat is a dict of two entries, and TRL 0.19.0 to 0.27.0 takes their number for the length of the prompt. Nearly all of the prompt gets loss.',
      fix: 'Use TRL 0.27.1 or later, or transformers 4; then train again. The log of such a run warns of a mismatch for every row.',
    },
  },
  run({ labelFacts, versions }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { trl, transformers } = versions.libraries;
    if (reading.labels.shape !== 'chat' || !reading.labels.masks.completion)
      return { kind: 'not-applicable', because: 'the rows are no chats with prompt and completion' };
    if (!reading.labels.notes.some(({ kind }) => kind === 'prompt-mask-of-two-tokens'))
      return { kind: 'pass', saw: `${reading.by} measures the whole prompt` };
    const data = { trl: trl?.version ?? '', transformers: transformers?.version ?? '' };
    const places = trl === undefined ? [] : [{ kind: 'file' as const, path: trl.path }];
    return { kind: 'fail', findings: [{ message: 'two', data, places }] };
  },
});
