import type { Damage } from '../evidence/damage.ts';
import type { Layout } from '../evidence/layout.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { RunFiles } from '../source/run-files.ts';
import { type Folder, folderAt, type LocatedFile, openTree, stacked, type Tree } from './folder.ts';
import { LOCKSTEP_YAML_LIMIT, type LockstepYaml, type PathKey, parseLockstepYaml } from './lockstep-yaml.ts';
import { problemText } from './problem-text.ts';
import { usualShape } from './usual-shape.ts';

/** Folders that the user named apart from the run folder (`--base`, `--served`). */
export interface GivenFolders {
  readonly base?: RunFiles;
  readonly served?: RunFiles;
}

/** Where the parts of a run are, with what reads them, and what lockstep.yaml says about the task. */
export interface Places {
  readonly folders: Readonly<Partial<Record<'run' | 'base' | 'served' | 'capture' | 'inference', Folder>>>;
  readonly trainData?: LocatedFile;
  readonly evalData?: LocatedFile;
  readonly predictions?: LocatedFile;
  readonly basePredictions?: LocatedFile;
  readonly yaml?: LockstepYaml;
  /** The layout with the damage of the layout alone. */
  readonly layout: Layout;
}

interface Part {
  readonly tree: Tree;
  /** Path in the tree. */
  readonly path: string;
}

/** Finds the parts of a run: as lockstep.yaml names them, else by the usual names. */
export async function findPlaces(files: RunFiles, given: GivenFolders = {}): Promise<Places> {
  const tree = await openTree(files, '');
  const damage: Damage[] = listingDamage(tree);
  const yaml = await readYaml(tree, damage);
  const parts = new Map<PathKey, Part>();
  for (const [key, path] of guesses(tree, yaml)) parts.set(key, { tree, path });
  for (const [key, { value, line }] of yaml?.paths ?? []) {
    if ((key === 'base' || key === 'served') && given[key]) continue;
    const part = await openPart(tree, key, value);
    if (part.ok) parts.set(key, part.value);
    else damage.push({ path: yaml?.path ?? '', line, reason: `${key}: ${part.problem.reason}` });
  }
  for (const key of ['base', 'served'] as const) {
    const other = given[key];
    if (other) parts.set(key, { tree: await openTree(other, other.root), path: '' });
  }
  return placesOf(tree, parts, { yaml, damage });
}

/** With lockstep.yaml, no `served` entry says that base and adapter are served, so a forgotten `merged/` must not be taken for it. */
function guesses(tree: Tree, yaml: LockstepYaml | undefined): readonly (readonly [PathKey, string])[] {
  return [...usualShape(new Set(tree.entries.keys()))].filter(
    ([key]) => !yaml?.paths.has(key) && !(key === 'served' && yaml !== undefined),
  );
}

function placesOf(
  tree: Tree,
  parts: ReadonlyMap<PathKey, Part>,
  read: { readonly yaml: LockstepYaml | undefined; readonly damage: readonly Damage[] },
): Places {
  const folder = (key: PathKey): Folder | undefined => {
    const part = parts.get(key);
    return part && folderAt(part.tree, part.path);
  };
  const file = (key: PathKey): LocatedFile | undefined => {
    const part = parts.get(key);
    return part && locate(part);
  };
  const run = parts.get('run');
  const predictions = parts.get('predictions');
  const folders = dropAbsent({
    run: run && runFolder(run),
    base: folder('base'),
    served: folder('served'),
    capture: folder('capture'),
    inference: folder('inference'),
  });
  const found = dropAbsent({
    trainData: file('train_data'),
    evalData: file('eval_data'),
    predictions: file('predictions'),
    basePredictions: predictions && basePredictions(predictions),
  });
  const shown = Object.entries({ ...folders, ...found }).map(([name, at]) => [name, at.shown]);
  const layout: Layout = {
    ...Object.fromEntries(shown),
    configured: read.yaml !== undefined,
    files: tree.listing.entries.length,
    listingCut: tree.listing.cut,
    damage: read.damage,
  };
  return { folders, ...found, layout, ...(read.yaml ? { yaml: read.yaml } : {}) };
}

async function readYaml(tree: Tree, damage: Damage[]): Promise<LockstepYaml | undefined> {
  const path = ['lockstep.yaml', 'lockstep.yml'].find((name) => tree.entries.has(name));
  if (path === undefined) return undefined;
  const text = await tree.files.text(path, LOCKSTEP_YAML_LIMIT);
  const yaml = text.ok ? parseLockstepYaml(path, text.value) : text;
  if (!yaml.ok) {
    const { line } = yaml.problem;
    const reason = `could not be used, so the shape of the folder decided what is what: ${problemText(yaml.problem)}`;
    damage.push(line === undefined ? { path, reason } : { path, line, reason });
    return undefined;
  }
  damage.push(...yaml.value.damage);
  return yaml.value;
}

/** A path of lockstep.yaml. One that leaves the run folder is opened only where the user allowed that: the file came with the run. */
async function openPart(tree: Tree, key: PathKey, value: string): Promise<Result<Part>> {
  const inside = normalised(value, tree.files.root);
  if (inside === undefined) return openOutside(tree, key, value);
  const link = linkAbove(tree, inside);
  if (link) return failed(`${inside} links out of the run folder to ${link}; ${allowHint(key)}`);
  const isFile = tree.entries.has(inside);
  const isFolder = folderAt(tree, inside).names().length > 0;
  // A run that was not yet evaluated, or data that was not shipped: worth saying, and the artifact is absent.
  if (!isFile && !isFolder && !tree.listing.cut) return failed(`${inside} does not exist in the run folder`);
  if (isFolder && FILE_KEYS.has(key)) return failed(`${inside} is a folder, not a file`);
  if (isFile && !FILE_KEYS.has(key)) return failed(`${inside} is a file, not a folder`);
  return ok({ tree, path: inside });
}

const FILE_KEYS: ReadonlySet<PathKey> = new Set<PathKey>(['train_data', 'eval_data', 'predictions']);

async function openOutside(tree: Tree, key: PathKey, value: string): Promise<Result<Part>> {
  if (!tree.files.openOutside) return failed(`${value} leaves the run folder; ${allowHint(key)}`);
  const folder = await tree.files.openOutside(value);
  if (folder.ok) return ok({ tree: await openTree(folder.value, folder.value.root), path: '' });
  const cut = value.lastIndexOf('/');
  const parent = await tree.files.openOutside(value.slice(0, cut + 1) || '/');
  if (!parent.ok) return folder;
  const around = await openTree(parent.value, parent.value.root);
  const path = value.slice(cut + 1);
  return around.entries.has(path) ? ok({ tree: around, path }) : folder;
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

/** A checkpoint folder stands for the run when the trainer was stopped before it saved at the top. */
function runFolder({ tree, path }: Part): Folder {
  const top = folderAt(tree, path);
  const names = top.names();
  if (names.some((name) => /^(adapter_config\.json|adapter_model\.|model[^/]*\.safetensors)/.test(name))) return top;
  const newest = newestCheckpoint(names);
  if (newest === undefined) return top;
  return stacked(folderAt(tree, path === '' ? newest : `${path}/${newest}`), top);
}

/** `checkpoint-1000` is newer than `checkpoint-200`: the number counts steps. */
export function newestCheckpoint(names: readonly string[]): string | undefined {
  const numbers = names.flatMap((name) => {
    const match = /^checkpoint-(\d{1,15})\//.exec(name);
    return match?.[1] === undefined ? [] : [match[1]];
  });
  const newest = numbers.toSorted((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : `checkpoint-${newest}`;
}

function locate({ tree, path }: Part): LocatedFile | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return folderAt(tree, path.slice(0, Math.max(0, path.length - name.length - 1))).find(name);
}

function basePredictions({ tree, path }: Part): LocatedFile | undefined {
  return path.endsWith('.jsonl') ? locate({ tree, path: path.replace(/\.jsonl$/, '.base.jsonl') }) : undefined;
}

function listingDamage(tree: Tree): Damage[] {
  const links = tree.listing.entries.flatMap(({ kind, path, target }) =>
    kind === 'outside-link'
      ? [{ path, reason: `links out of the run folder to ${target ?? 'elsewhere'}; pass --allow-outside to follow it` }]
      : [],
  );
  const problems = tree.listing.problems.map(({ path, reason }) => ({ path: path || '.', reason }));
  return [...links, ...problems].slice(0, MAX_LISTING_DAMAGE);
}

/** As for the lines of one file: enough to see the pattern. */
const MAX_LISTING_DAMAGE = 200;

function dropAbsent<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  // Object.fromEntries forgets which keys there were.
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
