import type { SideFacts } from '../evidence/side-facts.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { RunFiles } from '../source/run-files.ts';
import { type Folder, folderAt, type LocatedFile, openTree, type Tree } from './folder.ts';
import { gatherGguf } from './gguf.ts';
import { findPlaces } from './layout.ts';
import { gatherModelfile } from './ollama-modelfile.ts';
import { readSentConversations } from './side-conversations.ts';
import { folderSide } from './side-folder.ts';

/** A folder, or one file of it. */
export interface SidePlace {
  readonly files: RunFiles;
  /** Name of the file in the folder; the folder itself when absent. */
  readonly file?: string;
  /** For messages, as the user wrote it. */
  readonly name: string;
}

/**
 * Reads one side of a comparison: a model folder, a run folder (its training side), a GGUF file, an Ollama Modelfile or a file of
 * requests. What it is follows from the names in it.
 */
export async function gatherSide(place: SidePlace): Promise<Result<SideFacts>> {
  const tree = await openTree(place.files, '');
  if (place.file !== undefined) return fileSide(place, tree, place.file);
  const root = folderAt(tree, '');
  if (isModelFolder(root)) return ok(await folderSide(place.name, [root]));
  const { folders } = await findPlaces(place.files);
  const { run, base } = folders;
  if (run) return ok(await folderSide(place.name, base ? [run, base] : [run]));
  const top = root.names().filter((name) => !name.includes('/'));
  const modelfile = top.find((name) => /^modelfile$/i.test(name));
  if (modelfile !== undefined) return fileSide(place, tree, modelfile);
  const ggufs = top.filter((name) => name.endsWith('.gguf') && !/mmproj/i.test(name));
  const [gguf] = ggufs;
  if (gguf !== undefined && ggufs.length === 1) return fileSide(place, tree, gguf);
  if (ggufs.length > 1) return failed(`holds ${ggufs.length} GGUF files; name one of them`);
  return failed('holds no tokenizer, chat template, GGUF file or Modelfile');
}

function isModelFolder(folder: Folder): boolean {
  return ['chat_template.jinja', 'tokenizer_config.json', 'tokenizer.json'].some((name) => folder.find(name));
}

async function fileSide({ name }: SidePlace, tree: Tree, file: string): Promise<Result<SideFacts>> {
  const located = folderAt(tree, '').find(file);
  if (!located) return failed(`${file} is not there, or is no file`);
  if (file.endsWith('.gguf')) {
    const model = await gatherGguf(located);
    return model.state === 'found' ? ok({ kind: 'gguf', name, model: model.value }) : failed(reasonOf(model));
  }
  if (/\.jsonl?$/.test(file)) {
    const requests = await readSentConversations(located);
    if (requests.state !== 'found') return failed(reasonOf(requests));
    return ok({ kind: 'requests', name, requests: requests.value });
  }
  if (/modelfile/i.test(file)) return ollamaSide(name, tree, located);
  return failed(`${file} is neither a GGUF file, a Modelfile nor a file of requests (.jsonl)`);
}

async function ollamaSide(name: string, tree: Tree, file: LocatedFile): Promise<Result<SideFacts>> {
  const modelfile = await gatherModelfile(file);
  if (modelfile.state !== 'found') return failed(reasonOf(modelfile));
  const beside = folderAt(tree, '').find(modelfile.value.from.replace(/^\.\//, ''));
  const gguf = beside && (await gatherGguf(beside));
  return ok({
    kind: 'ollama',
    name,
    modelfile: modelfile.value,
    ...(gguf?.state === 'found' ? { gguf: gguf.value } : {}),
  });
}

function reasonOf(gathered: { readonly state: 'absent' } | { readonly state: 'unreadable'; readonly reason: string }) {
  return gathered.state === 'unreadable' ? gathered.reason : 'it is not there';
}
