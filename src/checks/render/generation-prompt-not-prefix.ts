import { excerpt } from '../../lib/excerpt.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/generation-prompt-not-prefix',
  title: 'The generation prompt is how an assistant turn begins',
  severity: 'warning',
  phase: 'C',
  needs: ['templateProbes'],
  messages: {
    diverges: {
      what: 'In {path} the generation prompt is `{prompt}`, but a rendered assistant turn begins with `{header}`.',
      why: 'TRL masks as many tokens as the prompt with its generation prompt has. When that is not a prefix of the row, the first tokens of the answer are masked instead, and short answers disappear from the loss altogether.',
      fix: 'Render with the setting that leaves the thinking block out of the generation prompt, or use a template that writes it in both.',
    },
  },
  run({ templateProbes }) {
    const trained = templateProbes.probes.find((probe) => probe.side === 'run');
    if (trained === undefined) return { kind: 'not-applicable', because: 'the training folder has no chat template' };
    if (trained.outcome.state === 'failed')
      return { kind: 'unknown', because: `${trained.place.path} could not be rendered: ${trained.outcome.reason}` };
    const { generationPromptIsPrefix, generationPrompt, assistantHeader } = trained.outcome.probe;
    if (generationPromptIsPrefix === undefined)
      return { kind: 'unknown', because: 'the template refuses the probe conversations' };
    if (generationPromptIsPrefix)
      return { kind: 'pass', saw: 'user turn plus generation prompt is a prefix of user plus assistant turn' };
    const data = {
      path: trained.place.path,
      prompt: excerpt(generationPrompt ?? '', 60),
      header: excerpt(assistantHeader ?? '', 60),
    };
    return {
      kind: 'fail',
      findings: [{ message: 'diverges', data, places: [{ kind: 'template', path: trained.place.path, line: 1 }] }],
    };
  },
});
