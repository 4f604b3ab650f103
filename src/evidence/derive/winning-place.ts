import type { Side } from '../layout.ts';
import type { TemplatePlace } from '../template-places.ts';

// The order in which transformers looks for a template (spec/serving-contract.md A6); a processor's own file comes before the tokenizer's.
const PLACES: readonly TemplatePlace['place'][] = [
  'processor_config.json',
  'chat_template.json',
  'chat_template.jinja',
  'tokenizer_config.json',
];

/** The default chat template that transformers uses of those in one side's folder; undefined when it has none. */
export function winningPlace(places: readonly TemplatePlace[], side: Side): TemplatePlace | undefined {
  const own = places.filter((place) => place.side === side && place.name === 'default');
  return PLACES.map((name) => own.find((place) => place.place === name)).find((place) => place !== undefined);
}
