import type { Damage } from '../evidence/damage.ts';
import type { Layout } from '../evidence/layout.ts';
import { ok, type Result } from '../lib/result.ts';
import type { RunFiles } from '../source/run-files.ts';
import { type DataFiles, findDataFiles, joinDataFiles, type Split } from './data-files.ts';
import { type Folder, folderAt, type LocatedFile, openTree, stacked, type Tree } from './folder.ts';
import {
  LOCKSTEP_YAML_LIMIT,
  type LockstepYaml,
  type NamedPath,
  type PathKey,
  parseLockstepYaml,
} from './lockstep-yaml.ts';
import { openPart, type Part, splitOf } from './open-part.ts';
import { problemText } from './problem-text.ts';
import { usualShape } from './usual-shape.ts';

/** Folders that the user named apart from the run folder (`--base`, `--served`). */
export interface GivenFolders {
  readonly base?: RunFiles;
  readonly served?: RunFiles;
}

/** Where the parts of a run are, with what reads them, and what lockstep.yaml says about the task. */
export interface Places {
  /** Everything that was opened; absent for a folder that is looked at alone. */
  readonly root?: Folder;
  readonly folders: Readonly<Partial<Record<'run' | 'base' | 'served' | 'capture' | 'inference', Folder>>>;
  /** The first file of `trainSet`. */
  readonly trainData?: LocatedFile;
  readonly trainSet?: DataFiles;
  readonly evalSet?: DataFiles;
  readonly predictions?: LocatedFile;
  readonly basePredictions?: LocatedFile;
  readonly yaml?: LockstepYaml;
  /** The layout with the damage of the layout alone. */
  readonly layout: Layout;
}

/** Finds the parts of a run: as lockstep.yaml names them, else by the usual names. */
export async function findPlaces(files: RunFiles, given: GivenFolders = {}): Promise<Places> {
  const tree = await openTree(files, '');
  const damage: Damage[] = listingDamage(tree);
  const yaml = await readYaml(tree, damage);
  const parts = new Map<PathKey, Part>();
  const sets: DataSets = {};
  for (const [key, path] of guesses(tree, yaml)) {
    const split = splitOf(key);
    const set = split && (await findDataFiles(tree, path, split));
    if (!split) parts.set(key, { tree, path });
    else if (set?.ok) sets[split] = set.value;
  }
  for (const [key, named] of yaml?.paths ?? []) {
    if ((key === 'base' || key === 'served') && given[key]) continue;
    const opened = await openNamed({ tree, key, named }, parts, sets);
    if (!opened.ok)
      damage.push({ path: yaml?.path ?? '', line: named.line, reason: `${key}: ${opened.problem.reason}` });
  }
  for (const key of ['base', 'served'] as const) {
    const other = given[key];
    if (other) parts.set(key, { tree: await openTree(other, other.root), path: '' });
  }
  return placesOf(tree, { parts, sets }, { yaml, damage });
}

type DataSets = Partial<Record<Split, DataFiles>>;

interface NamedPart {
  readonly tree: Tree;
  readonly key: PathKey;
  readonly named: NamedPath;
}

async function openNamed(
  { tree, key, named }: NamedPart,
  parts: Map<PathKey, Part>,
  sets: DataSets,
): Promise<Result<undefined>> {
  const split = splitOf(key);
  const found: DataFiles[] = [];
  for (const value of [named.value, ...(named.more ?? [])]) {
    const part = await openPart(tree, key, value);
    if (!part.ok) return part;
    if (!split) parts.set(key, part.value);
    else {
      const files = await findDataFiles(part.value.tree, part.value.path, split);
      if (!files.ok) return files;
      found.push(files.value);
    }
  }
  if (!split) return ok(undefined);
  const [only] = found;
  const joined = only && found.length === 1 ? ok(only) : joinDataFiles(found);
  if (!joined.ok) return joined;
  sets[split] = joined.value;
  return ok(undefined);
}

/** With lockstep.yaml, no `served` entry says that base and adapter are served, so a forgotten `merged/` must not be taken for it. */
function guesses(tree: Tree, yaml: LockstepYaml | undefined): readonly (readonly [PathKey, string])[] {
  return [...usualShape(new Set(tree.entries.keys()))].filter(
    ([key]) => !yaml?.paths.has(key) && !(key === 'served' && yaml !== undefined),
  );
}

function placesOf(
  tree: Tree,
  { parts, sets }: { readonly parts: ReadonlyMap<PathKey, Part>; readonly sets: DataSets },
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
    trainData: sets.train?.files[0],
    trainSet: sets.train,
    evalSet: sets.eval,
    predictions: file('predictions'),
    basePredictions: predictions && basePredictions(predictions),
  });
  const { trainSet, evalSet, ...files } = found;
  const data = dropAbsent({ trainData: trainSet, evalData: evalSet });
  const shown = Object.entries({ ...folders, ...files, ...data }).map(([name, at]) => [name, at.shown]);
  const layout: Layout = {
    ...Object.fromEntries(shown),
    configured: read.yaml !== undefined,
    files: tree.listing.entries.length,
    listingCut: tree.listing.cut,
    damage: read.damage,
  };
  return { root: folderAt(tree, ''), folders, ...found, layout, ...(read.yaml ? { yaml: read.yaml } : {}) };
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
