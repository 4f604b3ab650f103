import { failed, ok, type Result } from '../lib/result.ts';
import type { Split } from './data-files.ts';
import { folderAt, openTree, type Tree } from './folder.ts';
import { isGlob } from './glob-paths.ts';
import type { PathKey } from './lockstep-yaml.ts';

/** What plays a part in a run: a file, a folder or, for data, a pattern. */
export interface Part {
  readonly tree: Tree;
  /** Path in the tree. */
  readonly path: string;
}

/** A path of lockstep.yaml. One that leaves the run folder is opened only where the user allowed that: the file came with the run. */
export async function openPart(tree: Tree, key: PathKey, value: string): Promise<Result<Part>> {
  const inside = normalised(value, tree.files.root);
  if (inside === undefined) return openOutside(tree, key, value);
  const link = linkAbove(tree, inside);
  if (link) return failed(`${inside} links out of the run folder to ${link}; ${allowHint(key)}`);
  const isFile = tree.entries.has(inside);
  const isData = splitOf(key) !== undefined;
  if (isData && isGlob(inside)) return ok({ tree, path: inside });
  const isFolder = folderAt(tree, inside).names().length > 0;
  // A run that was not yet evaluated, or data that was not shipped: worth saying, and the artifact is absent.
  if (!isFile && !isFolder && !tree.listing.cut) return failed(`${inside} does not exist in the run folder`);
  if (isFolder && key === 'predictions') return failed(`${inside} is a folder, not a file`);
  if (isFile && key !== 'predictions' && !isData) return failed(`${inside} is a file, not a folder`);
  return ok({ tree, path: inside });
}

async function openOutside(tree: Tree, key: PathKey, value: string): Promise<Result<Part>> {
  if (!tree.files.openOutside) return failed(`${value} leaves the run folder; ${allowHint(key)}`);
  const folder = await tree.files.openOutside(value);
  if (folder.ok) return ok({ tree: await openTree(folder.value, folder.value.root), path: '' });
  const cut = value.lastIndexOf('/');
  const parent = await tree.files.openOutside(value.slice(0, cut + 1) || '/');
  if (!parent.ok) return folder;
  const around = await openTree(parent.value, parent.value.root);
  const path = value.slice(cut + 1);
  const isThere = around.entries.has(path) || (splitOf(key) !== undefined && isGlob(path));
  return isThere ? ok({ tree: around, path }) : folder;
}

function allowHint(key: PathKey): string {
  return key === 'base' || key === 'served'
    ? `pass --${key} with its path, or --allow-outside`
    : 'pass --allow-outside to read it';
}

/** The path relative to the root, undefined when it leaves it. */
function normalised(value: string, root: string): string | undefined {
  const below = value.startsWith(`${root}/`) ? value.slice(root.length + 1) : value;
  if (below.startsWith('/') || /^[A-Za-z]:[\\/]/.test(below)) return undefined;
  const parts: string[] = [];
  for (const part of below.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function linkAbove(tree: Tree, path: string): string | undefined {
  const parts = path.split('/');
  for (let length = parts.length; length > 0; length--) {
    const entry = tree.entries.get(parts.slice(0, length).join('/'));
    if (entry?.kind === 'outside-link') return entry.target ?? 'elsewhere';
  }
  return undefined;
}

/** Which data an entry of lockstep.yaml names. */
export function splitOf(key: PathKey): Split | undefined {
  if (key === 'train_data') return 'train';
  return key === 'eval_data' ? 'eval' : undefined;
}
