import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { settingPlaces } from '../../evidence/views/setting-places.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/documents-joined',
  title: 'Packed rows stay apart from each other',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts', 'trainingSettings'],
  messages: {
    joined: {
      what: 'Packing joins the rows into one stream and cuts it every {limit} tokens by {by}: an answer sees the rows before its own, and rows are cut anywhere.',
      why: 'At inference nothing stands before the prompt. The model learns to answer in the company of other rows, and the first token of a row is learned from the end of another.',
      fix: 'Use packing_strategy="bfd" with a flash-attention implementation (TRL 0.19.0 or later), or turn packing off.',
    },
  },
  run({ labelFacts, trainingSettings }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by } = reading;
    if (labels.packing === 'none') return { kind: 'not-applicable', because: 'rows are not packed' };
    if (labels.packing !== 'wrapped') return { kind: 'pass', saw: `packing keeps documents apart (${labels.packing})` };
    const strategy = settingPlaces(trainingSettings, 'packing_strategy');
    const places = strategy.length > 0 ? strategy : settingPlaces(trainingSettings, 'packing');
    const data = { by, limit: labels.maxLength ?? 'max_length' };
    return { kind: 'fail', findings: [{ message: 'joined', data, places }] };
  },
});
