import * as v from 'valibot';
import type { Damage } from '../evidence/damage.ts';
import { absent, found, unreadable } from '../evidence/gathered.ts';
import type { Side } from '../evidence/layout.ts';
import type { TemplatePlace, TemplatePlaces } from '../evidence/template-places.ts';
import type { Folder } from './folder.ts';
import type { Places } from './layout.ts';
import { problemText } from './problem-text.ts';
import { CONFIG_LIMIT, readJson } from './read-json.ts';
import type { Reading } from './reading.ts';
import { sideFolders } from './side-folders.ts';

/** The longest known template has 30 KB. */
const TEMPLATE_LIMIT = 4 * 1024 * 1024;
/** Command-R, the only family with several, has three. */
const MAX_ADDITIONAL = 50;

const named = v.array(v.looseObject({ name: v.string(), template: v.string() }));
const holder = v.looseObject({
  chat_template: v.nullish(v.union([v.string(), named, v.record(v.string(), v.string())])),
});

interface Found {
  readonly places: readonly TemplatePlace[];
  readonly damage: readonly Damage[];
}

/** All places a chat template lives in (spec serving-contract.md A6): readers disagree about which of them wins. */
export async function gatherTemplates(places: Places): Promise<Reading<TemplatePlaces>> {
  const sides = sideFolders(places);
  const perSide = await Promise.all(sides.map(({ side, folder }) => templatesOf(side, folder)));
  const all = perSide.flatMap((one) => one.places);
  const damage = perSide.flatMap((one) => one.damage);
  const [first] = all;
  if (first) return { gathered: found({ places: all }, first.path), damage };
  const [bad] = damage;
  if (bad) return { gathered: unreadable(bad.path, bad.reason), damage: [] };
  const looked = sides.map(({ folder }) => folder.show('chat_template.jinja'));
  return { gathered: absent(...(looked.length > 0 ? looked : ['run/chat_template.jinja'])), damage };
}

async function templatesOf(side: Side, folder: Folder): Promise<Found> {
  const additional = folder.names().filter((name) => /^additional_chat_templates\/[^/]+\.jinja$/.test(name));
  const parts = await Promise.all([
    jinjaFile(side, folder, { file: 'chat_template.jinja', place: 'chat_template.jinja', name: 'default' }),
    jsonFile(side, folder, 'tokenizer_config.json'),
    jsonFile(side, folder, 'chat_template.json'),
    jsonFile(side, folder, 'processor_config.json'),
    ...additional.slice(0, MAX_ADDITIONAL).map((file) => {
      const name = file.slice(file.indexOf('/') + 1, -'.jinja'.length);
      return jinjaFile(side, folder, { file, place: 'additional_chat_templates', name });
    }),
  ]);
  return { places: parts.flatMap((part) => part.places), damage: parts.flatMap((part) => part.damage) };
}

async function jinjaFile(
  side: Side,
  folder: Folder,
  { file, place, name }: { readonly file: string; readonly place: TemplatePlace['place']; readonly name: string },
): Promise<Found> {
  const located = folder.find(file);
  if (!located) return { places: [], damage: [] };
  const text = await located.files.text(located.path, TEMPLATE_LIMIT);
  if (!text.ok) return { places: [], damage: [{ path: located.shown, reason: problemText(text.problem) }] };
  return { places: [{ side, path: located.shown, place, name, source: universalNewlines(text.value) }], damage: [] };
}

async function jsonFile(
  side: Side,
  folder: Folder,
  place: 'tokenizer_config.json' | 'chat_template.json' | 'processor_config.json',
): Promise<Found> {
  const located = folder.find(place);
  if (!located || located.size > CONFIG_LIMIT) return { places: [], damage: [] };
  const read = await readJson(located, holder);
  // Of tokenizer_config.json the special tokens tell the damage as well; gather removes the second telling.
  if (!read.ok) return { places: [], damage: [{ path: located.shown, reason: problemText(read.problem) }] };
  const sources = namedSources(read.value.value.chat_template);
  // Strings inside JSON keep their line ends: only files opened in text mode are translated.
  return {
    places: sources.map(([name, source]) => ({ side, path: located.shown, place, name, source })),
    damage: read.value.damage,
  };
}

function namedSources(template: v.InferOutput<typeof holder>['chat_template']): readonly (readonly [string, string])[] {
  if (template === null || template === undefined) return [];
  if (typeof template === 'string') return [['default', template]];
  if (!Array.isArray(template)) return Object.entries(template);
  return template.map((one) => [one.name, one.template]);
}

/** Python opens text files with universal newlines: what Jinja sees has line feeds only. */
function universalNewlines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
