import { deriveEvidence } from './evidence/derive/derive-evidence.ts';
import { gather } from './gather/gather.ts';
import { gatherLockInputs } from './gather/side-lock.ts';
import { freeze } from './lock/freeze.ts';
import type { Lock } from './lock/lock.ts';
import type { RunFiles } from './source/run-files.ts';
import { version } from './version.ts';

export interface FreezeOptions {
  /** The base model, when it is outside the folder. */
  readonly base?: RunFiles;
}

/** Freezes a folder: a run, or what is served (then template, tokenizer, stop set and image policy of the folder itself). */
export async function freezeRun(files: RunFiles, options: FreezeOptions = {}): Promise<Lock> {
  const given = options.base === undefined ? {} : { base: options.base };
  const inputs = await gatherLockInputs(files, given);
  const gathered = await gather(files, given);
  // A folder that holds no run is a model of its own: its generation_config.json says what it stops at.
  const isRun = gathered.layout.state === 'found' && gathered.layout.value.run !== undefined;
  // Without a root its paths are shown as inside the folder, so that a lock is the same on every machine.
  const complete = isRun ? gathered : await gather(files, { ...given, served: { ...files, root: '' } });
  return freeze(deriveEvidence(complete), inputs, version);
}
