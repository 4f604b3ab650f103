import type { SideFacts } from '../evidence/side-facts.ts';
import type { RunFiles } from '../source/run-files.ts';
import { gatherGguf } from './gguf.ts';
import { findPlaces } from './layout.ts';
import { readSentConversations } from './side-conversations.ts';
import { folderSide } from './side-folder.ts';

/** The sides of one run: who was trained, and everything in the folder that says what is sent instead. */
export interface RunSides {
  readonly trained: SideFacts | undefined;
  readonly others: readonly SideFacts[];
}

/** Finds the sides of a run folder: the training folder, the served folder, a GGUF in it, and the requests. */
export async function gatherRunSides(files: RunFiles): Promise<RunSides> {
  const { run, base, served, inference } = (await findPlaces(files)).folders;
  const own = [run, base].filter((folder) => folder !== undefined);
  const others: SideFacts[] = [];
  if (served) {
    const side = await folderSide(served.shown, [served]);
    if (side.template !== undefined || side.tokenizer !== undefined) others.push(side);
    const ggufs = served.names().filter((name) => /^[^/]+\.gguf$/.test(name) && !/mmproj/i.test(name));
    const [name] = ggufs;
    const file = ggufs.length === 1 && name !== undefined ? served.find(name) : undefined;
    const model = file && (await gatherGguf(file));
    if (model?.state === 'found') others.push({ kind: 'gguf', name: model.value.path, model: model.value });
  }
  const file = inference?.find('requests.jsonl');
  const requests = file && (await readSentConversations(file));
  if (requests?.state === 'found') {
    others.push({ kind: 'requests', name: requests.value.path, requests: requests.value });
  }
  return { trained: own.length > 0 ? await folderSide(run?.shown ?? 'run', own) : undefined, others };
}
