import { openRun } from './open-run.ts';
import { loadTokenizer } from './tokenizer/load-tokenizer.ts';
import type { Tokenizer } from './tokenizer/tokenizer.ts';

/** tokenizer.json of a large vocabulary has some 30 MB. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Loads `tokenizer.json` (and `tokenizer_config.json`, if there) of a folder. Throws TokenizerError on a damaged file. Node only. */
export async function openTokenizer(dir: string): Promise<Tokenizer> {
  const files = await openRun(dir, { allowOutside: true });
  const tokenizerJson = await files.text('tokenizer.json', MAX_BYTES);
  if (!tokenizerJson.ok) throw new Error(`${dir}/tokenizer.json: ${tokenizerJson.problem.reason}`);
  const tokenizerConfig = await files.text('tokenizer_config.json', MAX_BYTES);
  return loadTokenizer({
    tokenizerJson: tokenizerJson.value,
    ...(tokenizerConfig.ok ? { tokenizerConfig: tokenizerConfig.value } : {}),
  });
}
