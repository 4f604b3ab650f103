import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { settingPlaces } from '../../evidence/views/setting-places.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/completion-mask-lost',
  title: 'The prompt mask survives packing and the Liger kernel',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts', 'trainingSettings'],
  messages: {
    packing: {
      what: '{by} loses the mask of prompt and completion rows when it packs: the prompt gets loss like the completion.',
      why: 'The setting says completion only, and the loss covers everything; it falls mostly because prompts are easy to predict.',
      fix: 'Turn packing off, or use TRL 0.20.0 or later.',
    },
    liger: {
      what: '{by} loses the mask of prompt and completion rows with use_liger_kernel=True: the prompt gets loss like the completion.',
      why: 'The setting says completion only, and the loss covers everything; it falls mostly because prompts are easy to predict.',
      fix: 'Turn use_liger_kernel off, or use TRL 0.20.0 or later.',
    },
  },
  run({ labelFacts, trainingSettings }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by } = reading;
    const note = labels.notes.find((one) => one.kind === 'mask-dropped');
    if (note === undefined) {
      if (!labels.masks.completion) return { kind: 'not-applicable', because: 'no prompt mask applies to these rows' };
      return { kind: 'pass', saw: `${by} masks the prompt` };
    }
    const key = note.by === 'packing' ? 'packing' : 'use_liger_kernel';
    const places = settingPlaces(trainingSettings, key);
    return { kind: 'fail', findings: [{ message: note.by, data: { by }, places }] };
  },
});
