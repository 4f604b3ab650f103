import type { RunFiles } from './source/run-files.ts';

/** Opens a folder on disk as the source of a run. Throws with the reason when it is not a readable folder. Node only. */
export async function openRun(dir: string, options: { readonly allowOutside?: boolean } = {}): Promise<RunFiles> {
  // Loaded on use: the rest of the library runs in a browser, which has no file system.
  const { openDirectory } = await import('./source/directory.ts');
  const opened = await openDirectory(dir, options);
  if (!opened.ok) throw new Error(`${dir}: ${opened.problem.reason}`);
  return opened.value;
}
