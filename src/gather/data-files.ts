import * as v from 'valibot';
import { parseJson } from '../formats/json.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { type DataFormat, dataFormat } from './data-format.ts';
import { type Folder, folderAt, type LocatedFile, type Tree } from './folder.ts';
import { globPaths, isGlob } from './glob-paths.ts';

/** The files of one data set in their order; all of one format. */
export interface DataFiles {
  /** What names them all, for messages: the path, folder or pattern. */
  readonly shown: string;
  readonly format: DataFormat;
  readonly files: readonly [LocatedFile, ...LocatedFile[]];
  /** What is wrong with the set as a whole: shards that are not there. */
  readonly note?: string;
}

export type Split = 'train' | 'eval';

/** The largest public sets have some thousand shards. */
const MAX_FILES = 10_000;
const MAX_STATE_BYTES = 16 * 1024 * 1024;
/** Words in file and folder names by which `datasets` finds a split (data_files.py, `SPLIT_KEYWORDS`), and `eval` of the Trainer. */
const SPLIT_WORDS = {
  train: ['train', 'training'],
  eval: ['eval', 'evaluation', 'validation', 'valid', 'val', 'dev', 'test', 'testing'],
} as const;
const ANY_SPLIT = /(?:^|[^a-z0-9])(train|training|eval|evaluation|validation|valid|val|dev|test|testing)(?=$|[^a-z])/i;
/** JSON files that describe a data set and hold no rows. */
const DESCRIPTIONS = /(?:^|\/)(?:dataset_infos?|dataset_dict|state|config|metadata)\.json$/;

const savedState = v.object({ _data_files: v.array(v.object({ filename: v.string() })) });

/**
 * The files that a path of lockstep.yaml names: a file, a pattern, or a folder, which may be one that `save_to_disk` wrote or
 * hold shards. Several files are taken in the order of their names, as `datasets` does.
 */
export async function findDataFiles(tree: Tree, path: string, split: Split): Promise<Result<DataFiles>> {
  const folder = folderAt(tree, '');
  const file = folder.find(path);
  const shown = folder.show(path);
  if (file) return dataFiles(shown, [file]);
  if (isGlob(path)) {
    const names = globPaths(path, rowFiles(folder.names()));
    if (names.length === 0) return failed(`no file of rows matches ${path}`);
    const [only] = names;
    return shards(
      dataFiles(only !== undefined && names.length === 1 ? folder.show(only) : shown, located(folder, names)),
    );
  }
  const inside = folderAt(tree, path);
  const names = await folderFiles(inside, split);
  return names.ok ? shards(dataFiles(shown, located(inside, names.value))) : names;
}

/** Several sets of files as one, in the order given. */
export function joinDataFiles(sets: readonly DataFiles[]): Result<DataFiles> {
  const joined = dataFiles(
    sets.map(({ shown }) => shown).join(', '),
    sets.flatMap(({ files }) => files),
  );
  return joined.ok ? shards(joined) : joined;
}

function dataFiles(shown: string, files: readonly LocatedFile[]): Result<DataFiles> {
  const [first, ...more] = files;
  if (!first) return failed(`${shown} holds no file of rows`);
  if (files.length > MAX_FILES) return failed(`${shown} names ${files.length} files; at most ${MAX_FILES} are read`);
  const format = dataFormat(first.path);
  if (format === undefined) {
    const hint = /\.(gz|zst|bz2|xz|zip|tar)$/.test(first.path) ? '; unpack it first' : '';
    return failed(`${first.shown} is no file of rows that is known (JSONL, JSON, CSV, TSV, Parquet, Arrow)${hint}`);
  }
  const other = more.find((file) => dataFormat(file.path) !== format);
  if (other) {
    const reason = `${first.shown} and ${other.shown} are of different formats; one data set has one format (name the files you trained on)`;
    return failed(reason);
  }
  return ok({ shown, format, files: [first, ...more] });
}

/** `train-00001-of-00003.parquet`: a set that was downloaded in part would be taken for the whole. */
function shards(set: Result<DataFiles>): Result<DataFiles> {
  if (!set.ok) return set;
  const counts = new Map<string, { there: number; all: number }>();
  for (const { shown } of set.value.files) {
    const match = /^(.*)-\d{5}-of-(\d{5})\.[a-z]+$/.exec(shown);
    if (!match) continue;
    const name = `${match[1]}-*-of-${match[2]}`;
    counts.set(name, { there: (counts.get(name)?.there ?? 0) + 1, all: Number(match[2]) });
  }
  const part = [...counts].find(([, { there, all }]) => there < all);
  if (!part) return set;
  const [name, { there, all }] = part;
  const note = `${there} of the ${all} shards of ${name} are there; if the others were trained on, copy them here`;
  return ok({ ...set.value, note });
}

async function folderFiles(folder: Folder, split: Split): Promise<Result<readonly string[]>> {
  const names = folder.names();
  if (names.includes('state.json')) return savedFiles(folder, '');
  const saved = names
    .filter((name) => /^[^/]+\/state\.json$/.test(name))
    .map((name) => name.slice(0, name.indexOf('/')));
  if (saved.length > 0) {
    const wanted = SPLIT_WORDS[split].find((word) => saved.includes(word));
    if (wanted !== undefined) return savedFiles(folder, `${wanted}/`);
    return failed(
      `${folder.shown} holds the splits ${saved.join(', ')}; name one of them, as in ${folder.shown}/${saved[0]}`,
    );
  }
  const rows = rowFiles(names).filter((name) => !DESCRIPTIONS.test(name));
  if (!rows.some((name) => ANY_SPLIT.test(name))) return ok(rows);
  const words: readonly string[] = SPLIT_WORDS[split];
  const ofSplit = rows.filter((name) => words.includes(ANY_SPLIT.exec(name)?.[1]?.toLowerCase() ?? ''));
  return ofSplit.length > 0 ? ok(ofSplit) : failed(`${folder.shown} holds files of other splits only, as ${rows[0]}`);
}

/** The shards of `save_to_disk` in the order of its state.json. */
async function savedFiles(folder: Folder, below: string): Promise<Result<readonly string[]>> {
  const state = folder.find(`${below}state.json`);
  const text = state && (await state.files.text(state.path, MAX_STATE_BYTES));
  const parsed = text?.ok ? parseJson(text.value) : undefined;
  const valid = parsed?.ok ? v.safeParse(savedState, parsed.value.value) : undefined;
  if (!valid?.success)
    return failed(`${folder.show(`${below}state.json`)} does not list the data files; was the folder copied whole?`);
  const names = valid.output._data_files.map(({ filename }) => `${below}${filename}`);
  const missing = names.find((name) => !folder.find(name));
  return missing === undefined ? ok(names) : failed(`${folder.show(missing)} is missing, though state.json lists it`);
}

function rowFiles(names: readonly string[]): readonly string[] {
  return names.filter((name) => dataFormat(name) !== undefined).toSorted();
}

function located(folder: Folder, names: readonly string[]): readonly LocatedFile[] {
  return names.flatMap((name) => folder.find(name) ?? []);
}
