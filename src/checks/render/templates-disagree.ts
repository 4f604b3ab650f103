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
  if (part === undefined) return wholeDifference(trained.outcome.renderings, served.outcome.renderings);
  const shown = (value: unknown) => (typeof value === 'string' && value !== '' ? excerpt(value, 60) : 'nothing');
  return { part: part[1], there: shown(there[part[0]]), here: shown(here[part[0]]) };
}

/** The first conversation that the two render differently, from where they part; one that either refuses says nothing. */
function wholeDifference(trained: readonly (string | undefined)[], served: readonly (string | undefined)[]) {
  for (const [i, here] of trained.entries()) {
    const there = served[i];
    if (here === undefined || there === undefined || here === there) continue;
    let at = 0;
    while (here[at] === there[at]) at += 1;
    const from = Math.max(0, at - 20);
    return {
      part: 'a whole conversation',
      there: excerpt(there.slice(from), 60),
      here: excerpt(here.slice(from), 60),
    };
  }
  return 'none' as const;
}
