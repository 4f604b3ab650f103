import { compileTemplate } from '../../chat-template/compile-template.ts';
import { probeTemplate } from '../../chat-template/template-probes.ts';
import type { GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { Side } from '../layout.ts';
import type { TemplatePlace } from '../template-places.ts';
import type { ProbedTemplate, TemplateProbes } from '../template-probes.ts';
import { probeRenderings } from './probe-renderings.ts';

/** A clock for templates that print the date: fixed, so that a report does not depend on the day it is made. */
const PROBE_DATE = new Date(Date.UTC(2024, 6, 26));

// The order in which transformers looks for a template (spec/serving-contract.md A6); a processor's own file comes before the tokenizer's.
const PLACES: readonly TemplatePlace['place'][] = [
  'processor_config.json',
  'chat_template.json',
  'chat_template.jinja',
  'tokenizer_config.json',
];

/** Renders probe conversations with the template that each side would use. Probing tolerates templates that raise. */
export function deriveTemplateProbes(gathered: GatheredEvidence): Gathered<TemplateProbes> {
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

function winningPlace(places: readonly TemplatePlace[], side: Side): TemplatePlace | undefined {
  const own = places.filter((place) => place.side === side && place.name === 'default');
  return PLACES.map((name) => own.find((place) => place.place === name)).find((place) => place !== undefined);
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
    return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
