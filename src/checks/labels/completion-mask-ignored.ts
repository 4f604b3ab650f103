import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { settingPlaces } from '../../evidence/views/setting-places.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/completion-mask-ignored',
  title: 'The completion_mask column is used',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts', 'trainData', 'trainingSettings'],
  messages: {
    ignored: {
      what: '{path} has input_ids and a completion_mask column, and completion_only_loss is not True: {by} ignores the mask without a word.',
      why: 'All tokens get loss, the masked ones included. TRL turns completion_only_loss on by itself only for rows with prompt and completion.',
      fix: 'Set completion_only_loss=True, or give the rows a labels column with -100 where no loss is wanted.',
    },
  },
  run({ labelFacts, trainData, trainingSettings }) {
    if (!trainData.rows.some(({ columns }) => columns.includes('completion_mask')))
      return { kind: 'not-applicable', because: `${trainData.path} has no completion_mask column` };
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by } = reading;
    if (!labels.notes.some(({ kind }) => kind === 'completion-mask-ignored'))
      return { kind: 'pass', saw: `${by} takes the mask, or the labels column beside it, into account` };
    const data = { path: labelFacts.path, by };
    const places = settingPlaces(trainingSettings, 'completion_only_loss');
    return { kind: 'fail', findings: [{ message: 'ignored', data, places }] };
  },
});
