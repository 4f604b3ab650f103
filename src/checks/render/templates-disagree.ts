import type { TemplateProbe } from '../../chat-template/template-probes.ts';
import type { ProbedTemplate } from '../../evidence/template-probes.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/templates-disagree',
  title: 'The served chat template renders as the trained one',
  severity: 'critical',
  phase: 'D',
  clause: 'same-rendering',
  needs: ['templateProbes'],
  messages: {
    renders: {
      what: 'The chat template in {served} renders a probe conversation differently from the one in {trained}: {part} is `{there}` there and `{here}` in training.',
      why: "Whatever renders prompts with the served folder's template (vLLM, llama.cpp, Ollama) asks in a format that the model was not trained on.",
      fix: "Copy the training folder's template and tokenizer files into the served folder, and export again from there.",
    },
  },
  run({ templateProbes }) {
    const trained = templateProbes.probes.find((probe) => probe.side === 'run');
    const served = templateProbes.probes.find((probe) => probe.side === 'served');
    if (trained === undefined || served === undefined) {
      return { kind: 'not-applicable', because: 'there are not two templates, one trained with and one served' };
    }
    if (trained.place.source === served.place.source) return { kind: 'pass', saw: 'both templates are the same text' };
    const difference = firstDifference(trained, served);
    if (difference === undefined)
      return { kind: 'unknown', because: 'the two templates differ as text, and one of them could not be rendered' };
    if (difference === 'none')
      return { kind: 'pass', saw: 'the two templates differ as text and render probe conversations the same' };
    const data = { served: served.place.path, trained: trained.place.path, ...difference };
    const places = [served, trained].map(({ place }) => ({ kind: 'template' as const, path: place.path, line: 1 }));
    return { kind: 'fail', findings: [{ message: 'renders', data, places }] };
  },
});

const PARTS: readonly (readonly [keyof TemplateProbe, string])[] = [
  ['generationPrompt', 'the generation prompt'],
  ['assistantHeader', 'the assistant header'],
  ['turnEnd', 'the end of the assistant turn'],
  ['emptySystemDefault', 'the default system prompt'],
];

function firstDifference(trained: ProbedTemplate, served: ProbedTemplate) {
  if (trained.outcome.state !== 'probed' || served.outcome.state !== 'probed') return undefined;
  const [here, there] = [trained.outcome.probe, served.outcome.probe];
  const part = PARTS.find(([key]) => here[key] !== there[key]);
  if (part === undefined) return 'none' as const;
  const shown = (value: unknown) => (typeof value === 'string' && value !== '' ? excerpt(value, 60) : 'nothing');
  return { part: part[1], there: shown(there[part[0]]), here: shown(here[part[0]]) };
}
