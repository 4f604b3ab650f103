import { absent, found, unreadable } from '../evidence/gathered.ts';
import type { Side } from '../evidence/layout.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import { tryLoadTokenizer } from '../tokenizer/try-load-tokenizer.ts';
import type { Folder } from './folder.ts';
import { problemText } from './problem-text.ts';
import { CONFIG_LIMIT } from './read-json.ts';
import type { Reading } from './reading.ts';
import { readSpecialTokens } from './special-tokens.ts';

/** Gemma's tokenizer.json, one of the largest, has 33 MB. */
const TOKENIZER_LIMIT = 128 * 1024 * 1024;

/** The tokenizer of the first side that has a tokenizer.json. */
export async function gatherTokenizer(
  sides: readonly { readonly side: Side; readonly folder: Folder | undefined }[],
): Promise<Reading<RunTokenizer>> {
  const looked: string[] = [];
  for (const { side, folder } of sides) {
    const file = folder?.find('tokenizer.json');
    if (folder && file) return readTokenizer(side, folder);
    looked.push(folder?.show('tokenizer.json') ?? `${side}/tokenizer.json`);
  }
  return { gathered: absent(...looked), damage: [] };
}

async function readTokenizer(side: Side, folder: Folder): Promise<Reading<RunTokenizer>> {
  const file = folder.find('tokenizer.json');
  const path = folder.show('tokenizer.json');
  const configFile = folder.find('tokenizer_config.json');
  const [json, config, special] = await Promise.all([
    file?.files.text(file.path, TOKENIZER_LIMIT),
    configFile?.files.text(configFile.path, CONFIG_LIMIT),
    readSpecialTokens(folder),
  ]);
  const { damage } = special;
  if (!json) return { gathered: absent(path), damage };
  if (!json.ok) return { gathered: unreadable(path, problemText(json.problem)), damage };
  // A broken tokenizer_config.json is already in the damage; the tokenizer works without it.
  const usable = config?.ok && !special.broken.has('tokenizer_config.json');
  const tokenizer = tryLoadTokenizer({
    tokenizerJson: json.value,
    ...(usable ? { tokenizerConfig: config.value } : {}),
  });
  if (!tokenizer.ok) return { gathered: unreadable(path, problemText(tokenizer.problem)), damage };
  return { gathered: found({ side, path, tokenizer: tokenizer.value, specialTokens: special.tokens }, path), damage };
}
