import type { Prediction } from '../../evidence/predictions.ts';
import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

// Fewer outputs agree by chance.
const ENOUGH = 8;
// Batching and kernels flip a near-tie now and then, in either direction; an adapter that is loaded changes far more than one output in
// ten.
const NEARLY_ALL = 0.9;
// A label is said by any model that saw the task. A sentence that nobody trained, the same one from two sets of weights, is not.
const SENTENCE_WORDS = 4;

export default defineCheck({
  id: 'adapter/outputs-equal-base',
  title: 'The tuned model answers differently from the base model',
  severity: 'critical',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['predictions', 'basePredictions'],
  messages: {
    equal: {
      what: '{outputs} of the tuned model are exactly what the base model answers, and {wrong} of these are not what was trained.',
      why: 'The model that answered is the base model: the adapter was not loaded, has the wrong name in the request, or was merged into nothing.',
      fix: "Check what was really served: `PeftModel.from_pretrained` on the right folder, the adapter's name as `model` in the vLLM request, the merged folder and not the base in the launch command.",
    },
  },
  run({ predictions, basePredictions }) {
    const base = new Map(basePredictions.rows.map((row) => [row.id, row]));
    const both = predictions.rows.filter((row) => base.has(row.id));
    if (both.length < ENOUGH)
      return { kind: 'unknown', because: `only ${both.length} predictions have a base model answer to the same id` };
    const equal = both.filter((row) => isSameAnswer(row, base.get(row.id)));
    const taught = equal.filter((row) => row.target !== undefined && row.output.trim() !== row.target.trim());
    if (equal.length < both.length * NEARLY_ALL) {
      return {
        kind: 'pass',
        saw: `${countOf(both.length - equal.length, both.length, 'outputs')} differ from the base model's`,
      };
    }
    if (saysOneThing(equal, both.length))
      return { kind: 'unknown', because: 'base and tuned model agree, but nearly all outputs are one and the same' };
    // Where both are right, equality says nothing: the base model could do the task before.
    if (taught.length < equal.length * 0.2)
      return { kind: 'unknown', because: 'base and tuned model agree, but mostly on answers that are right' };
    const data = { outputs: countOf(equal.length, both.length, 'outputs'), wrong: taught.length };
    const places = predictionPlaces(equal, predictions.path);
    return { kind: 'fail', findings: [{ message: 'equal', data, places }] };
  },
});

/** By text, or by what was generated: a prompt that was decoded too, or a fence put around, is not the model's. */
function isSameAnswer(tuned: Prediction, base: Prediction | undefined): boolean {
  if (base === undefined || tuned.output === base.output) return base !== undefined;
  const [ids, others] = [tuned.outputIds ?? [], base.outputIds ?? []];
  return ids.length > 0 && ids.length === others.length && ids.every((id, at) => id === others[at]);
}

/** Two models that nearly always say the same word, or what was trained, agree whatever their weights are. */
function saysOneThing(rows: readonly Prediction[], total: number): boolean {
  const counts = new Map<string, number>();
  for (const { output } of rows) counts.set(output, (counts.get(output) ?? 0) + 1);
  const [text, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  if (count < total * NEARLY_ALL) return false;
  const isTrained = rows.some(({ target }) => target?.trim() === text.trim());
  return isTrained || new Set(text.toLowerCase().match(/\p{L}+/gu)).size < SENTENCE_WORDS;
}
