import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { settingPlaces } from '../../evidence/views/setting-places.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/completion-only-ignored',
  title: 'completion_only_loss has an effect on these rows',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts', 'trainingSettings'],
  messages: {
    ignored: {
      what: 'completion_only_loss=True is set, and the rows of {path} have no prompt and completion columns: {by} ignores the setting without a word.',
      why: 'All tokens of a row get loss, the prompt included, although the setting says otherwise.',
      fix: 'Turn the rows into prompt and completion columns (lockstep convert does it and proves that no turn is lost), or set assistant_only_loss=True for `messages` rows.',
    },
  },
  run({ labelFacts, trainingSettings }) {
    if (trainingSettings.values.completion_only_loss?.value !== true)
      return { kind: 'not-applicable', because: 'completion_only_loss=True is not set' };
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by } = reading;
    if (!labels.notes.some(({ kind }) => kind === 'completion-only-ignored'))
      return { kind: 'pass', saw: `completion_only_loss=True is set, and ${by} masks the prompt of these rows` };
    const data = { path: labelFacts.path, by };
    const places = settingPlaces(trainingSettings, 'completion_only_loss');
    return { kind: 'fail', findings: [{ message: 'ignored', data, places }] };
  },
});
