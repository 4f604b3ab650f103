import { winningPlace } from '../evidence/derive/winning-place.ts';
import { absent, type Gathered } from '../evidence/gathered.ts';
import type { SideFacts } from '../evidence/side-facts.ts';
import type { TemplatePlaces } from '../evidence/template-places.ts';
import type { TokenizerSource } from '../evidence/tokenizer-source.ts';
import type { Folder } from './folder.ts';
import type { Reading } from './reading.ts';
import { gatherTokenizerSource } from './side-tokenizer.ts';
import { gatherTemplates } from './templates.ts';

/** Tokenizer and templates each come from the first folder that has them: an adapter's folder may hold neither, and its base does. */
export async function folderSide(
  name: string,
  folders: readonly Folder[],
): Promise<Extract<SideFacts, { readonly kind: 'folder' }>> {
  const [templates, tokenizer] = await Promise.all([firstTemplates(folders), firstTokenizer(folders)]);
  const places = templates.gathered.state === 'found' ? templates.gathered.value.places : [];
  const template = winningPlace(places, 'run');
  const broken = [templates.gathered, tokenizer].flatMap((gathered) =>
    gathered.state === 'unreadable' ? [{ path: gathered.from, reason: gathered.reason }] : [],
  );
  return {
    kind: 'folder',
    name,
    namedTemplates: places.filter((place) => place.name !== 'default'),
    damage: [...templates.damage, ...broken],
    ...(template === undefined ? {} : { template }),
    ...(tokenizer.state === 'found' ? { tokenizer: tokenizer.value } : {}),
  };
}

async function firstTemplates(folders: readonly Folder[]): Promise<Reading<TemplatePlaces>> {
  const layout = { configured: false, files: 0, listingCut: false, damage: [] };
  for (const folder of folders) {
    const reading = await gatherTemplates({ folders: { run: folder }, layout });
    if (reading.gathered.state !== 'absent') return reading;
  }
  return { gathered: absent('chat_template.jinja'), damage: [] };
}

async function firstTokenizer(folders: readonly Folder[]): Promise<Gathered<TokenizerSource>> {
  for (const folder of folders) {
    const tokenizer = await gatherTokenizerSource(folder);
    if (tokenizer.state !== 'absent') return tokenizer;
  }
  return absent('tokenizer.json');
}
