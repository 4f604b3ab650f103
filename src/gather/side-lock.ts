import { winningPlace } from '../evidence/derive/winning-place.ts';
import { absent, found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { LockInputs, TensorFingerprint } from '../evidence/lock-inputs.ts';
import type { TemplatePlace } from '../evidence/template-places.ts';
import { sha256 } from '../lib/sha256.ts';
import type { RunFiles } from '../source/run-files.ts';
import { type Folder, folderAt, openTree, readBytes } from './folder.ts';
import { findPlaces, type GivenFolders } from './layout.ts';
import { openModelWeights } from './model-weights.ts';
import { problemText } from './problem-text.ts';
import { tensorFingerprint } from './side-fingerprint.ts';
import { gatherImagePolicy } from './side-images.ts';
import { gatherTemplates } from './templates.ts';
import { openTensorFile } from './tensor-file.ts';
import { gatherTokenizer } from './tokenizer.ts';

/** As in gather/tokenizer.ts. */
const TOKENIZER_LIMIT = 128 * 1024 * 1024;
const ADAPTER_FILE = 'adapter_model.safetensors';

/**
 * Reads what a lock freezes beside the evidence. The training folder speaks for the run, and its base where it has no file of its
 * own; a folder that is no run (what is served, an export) speaks for itself.
 */
export async function gatherLockInputs(files: RunFiles, given: GivenFolders = {}): Promise<LockInputs> {
  const { folders: parts } = await findPlaces(files, given);
  const { run, base } = parts;
  const root = folderAt(await openTree(files, ''), '');
  const folders = [run, base].filter((folder) => folder !== undefined);
  const speaking = folders.length > 0 ? folders : [root];
  const [template, tokenizer, tokenizerHash, images, adapter, baseFingerprint] = await Promise.all([
    firstTemplate(speaking),
    gatherTokenizer(speaking.map((folder) => ({ side: 'run' as const, folder }))),
    hashOf(speaking, 'tokenizer.json'),
    gatherImagePolicy(speaking),
    adapterFingerprint(run),
    baseFingerprintOf(base),
  ]);
  return { template, tokenizer: tokenizer.gathered, tokenizerHash, images, adapter, base: baseFingerprint };
}

async function firstTemplate(folders: readonly Folder[]): Promise<Gathered<TemplatePlace>> {
  const layout = { configured: false, files: 0, listingCut: false, damage: [] };
  for (const folder of folders) {
    const { gathered } = await gatherTemplates({ folders: { run: folder }, layout });
    if (gathered.state === 'unreadable') return gathered;
    const place = gathered.state === 'found' ? winningPlace(gathered.value.places, 'run') : undefined;
    if (place !== undefined) return found(place, place.path);
  }
  return absent(...folders.map((folder) => folder.show('chat_template.jinja')));
}

async function hashOf(folders: readonly Folder[], name: string): Promise<LockInputs['tokenizerHash']> {
  const file = folders.map((folder) => folder.find(name)).find((located) => located !== undefined);
  if (file === undefined) return absent(...folders.map((folder) => folder.show(name)));
  const bytes = await readBytes(file, TOKENIZER_LIMIT);
  if (!bytes.ok) return unreadable(file.shown, problemText(bytes.problem));
  return found({ path: file.shown, sha256: sha256(bytes.value) }, file.shown);
}

async function adapterFingerprint(run: Folder | undefined): Promise<Gathered<TensorFingerprint>> {
  const file = run?.find(ADAPTER_FILE);
  if (!file) return absent(run?.show(ADAPTER_FILE) ?? `run/${ADAPTER_FILE}`);
  const opened = await openTensorFile(file);
  if (!opened.ok) return unreadable(file.shown, problemText(opened.problem));
  const tensors = [...opened.value.header.tensors].map(([name, info]) => [name, { file: opened.value, info }] as const);
  return fingerprinted(file.shown, new Map(tensors));
}

async function baseFingerprintOf(base: Folder | undefined): Promise<Gathered<TensorFingerprint>> {
  const model = await openModelWeights('base', base);
  return model.state === 'found' ? fingerprinted(model.from, model.value.tensors) : model;
}

async function fingerprinted(
  path: string,
  tensors: Parameters<typeof tensorFingerprint>[1],
): Promise<Gathered<TensorFingerprint>> {
  const print = await tensorFingerprint(path, tensors);
  return print.ok ? found(print.value, path) : unreadable(path, problemText(print.problem));
}
