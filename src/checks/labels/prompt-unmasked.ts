import type { LabelFacts, PredictedLabelRow, PredictedLabels } from '../../evidence/label-facts.ts';
import type { RowVerdict } from '../../evidence/label-facts-of-row.ts';
import type { TrainingSettings } from '../../evidence/training-settings.ts';
import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { rowPlaces } from '../../evidence/views/row-places.ts';
import { countOf, percent } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

const WHY =
  'The loss mostly measures how well the model predicts the prompt: it falls to almost nothing while the answer, a few tokens of it, is hardly learned.';

/** Rows that hold an answer with loss; of the others it cannot be said what is prompt. */
const JUDGED: ReadonlySet<RowVerdict> = new Set(['answer-only', 'prompt-too', 'without-class-token']);

export default defineCheck({
  id: 'labels/prompt-unmasked',
  title: 'Settings and columns of the run keep the prompt out of the loss',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts', 'trainingSettings'],
  messages: {
    messages: {
      what: '{by} gives loss to every token of a `messages` row unless assistant_only_loss is set: {rows} have system, user or template text in the loss, and {share} of what gets loss is answer.',
      why: WHY,
      fix: 'Set assistant_only_loss=True, or turn the rows into prompt and completion columns with lockstep convert. A data collator of your own may mask the prompt: a capture shows it.',
    },
    text: {
      what: '{by} gives loss to every token of a row that is one text: {rows} have prompt text in the loss, and {share} of what gets loss is answer.',
      why: WHY,
      fix: 'Split the text into prompt and completion columns, at the point where the answer begins. A data collator of your own may mask the prompt: a capture shows it.',
    },
    pair: {
      what: 'The rows have prompt and completion, and completion_only_loss=False gives loss to both by {by}: {rows} have prompt text in the loss, and {share} of what gets loss is answer.',
      why: WHY,
      fix: 'Leave completion_only_loss unset or set it to True.',
    },
    release: {
      what: '{by} joins prompt and completion and gives loss to both: {rows} have prompt text in the loss, and {share} of what gets loss is answer.',
      why: WHY,
      fix: 'Use TRL 0.20.0 or later: it masks the prompt of such rows, also when it packs them.',
    },
    partly: {
      what: 'A mask applies, and still prompt or template text gets loss by {by} in {rows}; {share} of what gets loss is answer.',
      why: WHY,
      fix: 'Run lockstep labels on this folder: it shows which tokens, and what makes them get loss.',
    },
  },
  run({ labelFacts, trainingSettings }) {
    if (isImageText(labelFacts)) {
      return {
        kind: 'unknown',
        because:
          "TRL's own collator gives loss to prompt and image tokens of `messages` rows with images, and most training scripts bring one of their own",
        settle: 'capture/batches.jsonl, written by the capture probe in the training script',
      };
    }
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by, noun } = reading;
    if (labels.agreement.kind !== 'no-capture')
      return { kind: 'not-applicable', because: 'the capture shows the labels themselves (labels/prompt-supervised)' };
    const rows = labels.rows.filter(({ facts }) => facts.state === 'kept' && JUDGED.has(facts.verdict));
    if (rows.length === 0)
      return { kind: 'unknown', because: 'which tokens of the rows are the answer could not be told' };
    const wrong = rows.filter(({ facts }) => facts.verdict === 'prompt-too');
    if (!isMany(wrong.length, rows.length)) {
      const saw = `by ${by} no prompt or template text gets loss in ${countOf(rows.length - wrong.length, rows.length, noun)}`;
      return { kind: 'pass', saw };
    }
    const data = { by, rows: countOf(wrong.length, rows.length, noun), share: answerShare(wrong) };
    const places = rowPlaces(wrong, labelFacts.path);
    return { kind: 'fail', findings: [{ message: messageFor(labels, trainingSettings), data, places }] };
  },
});

function isImageText({ outcome }: LabelFacts): boolean {
  return outcome.kind === 'images' && outcome.shape === 'language-modeling';
}

type Reason = 'messages' | 'text' | 'pair' | 'release' | 'partly';

function messageFor({ notes }: PredictedLabels, { values }: TrainingSettings): Reason {
  const note = notes.find((one) => one.kind === 'full-sequence-loss');
  if (note === undefined) return 'partly';
  if (note.shape !== 'prompt-completion') return note.shape;
  return values.completion_only_loss?.value === false ? 'pair' : 'release';
}

function answerShare(rows: readonly PredictedLabelRow[]): string {
  let [answer, all] = [0, 0];
  for (const { facts } of rows) {
    for (const count of Object.values(facts.supervised)) all += count;
    answer += facts.supervised.answer + facts.supervised['end-of-turn'];
  }
  return percent(all === 0 ? 0 : answer / all);
}
