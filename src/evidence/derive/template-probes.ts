import { compileTemplate } from '../../chat-template/compile-template.ts';
import { probeTemplate } from '../../chat-template/template-probes.ts';
import { errorText } from '../../lib/error-text.ts';
import type { GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { ProbedTemplate, TemplateProbes } from '../template-probes.ts';
import { PROBE_DATE } from './probe-date.ts';
import { probeRenderings } from './probe-renderings.ts';
import { winningPlace } from './winning-place.ts';

/** Renders probe conversations with the template that each side would use. Probing tolerates templates that raise. */
export function deriveTemplateProbes(
  gathered: Pick<GatheredEvidence, 'templates' | 'tokenizer' | 'servedTokenizer'>,
): Gathered<TemplateProbes> {
  const { templates, tokenizer, servedTokenizer } = gathered;
  if (templates.state !== 'found') return templates;
  const probes: ProbedTemplate[] = [];
  for (const side of ['run', 'base', 'served'] as const) {
    const place = winningPlace(templates.value.places, side);
    if (place === undefined) continue;
    const from = side === 'served' && servedTokenizer.state === 'found' ? servedTokenizer : tokenizer;
    probes.push({ side, place, outcome: probed(place.source, from.state === 'found' ? from.value.specialTokens : {}) });
  }
  return probes.length > 0 ? found({ probes }, templates.from) : absent('default chat template');
}

function probed(source: string, specialTokens: Readonly<Record<string, string>>): ProbedTemplate['outcome'] {
  try {
    const template = compileTemplate(source, { now: PROBE_DATE });
    return {
      state: 'probed',
      probe: probeTemplate(template, specialTokens),
      renderings: probeRenderings(template, specialTokens),
    };
  } catch (error) {
    // TemplateError is how the engine's public interface reports a template that does not compile (design.md section 5).
    return { state: 'failed', reason: errorText(error) };
  }
}
