import { folderAt, type LocatedFile, openTree } from './gather/folder.ts';
import { folderFiles } from './gather/folder-files.ts';
import { findPlaces } from './gather/layout.ts';
import type { RunFiles } from './source/run-files.ts';

/** The parts that `lockstep adapter` looks at. */
export interface AdapterPlaces {
  readonly adapter?: RunFiles;
  readonly base?: RunFiles;
  readonly merged?: RunFiles;
  /** An adapter that is one GGUF file. */
  readonly gguf?: LocatedFile;
}

/** What the user named besides the run. */
export interface GivenAdapterParts {
  /** One file of the folder instead of the folder. */
  readonly file?: string;
  readonly base?: RunFiles;
  readonly merged?: RunFiles;
}

/** Finds adapter, base and merged weights of a run folder or of an adapter folder; folders that the user named win. */
export async function findAdapterPlaces(files: RunFiles, given: GivenAdapterParts = {}): Promise<AdapterPlaces> {
  if (given.file !== undefined) return filePlaces(files, given.file);
  const { folders } = await findPlaces(files);
  const base = given.base ?? (folders.base && folderFiles(folders.base));
  const merged = given.merged ?? (folders.served && folderFiles(folders.served));
  const adapter = folders.run?.find('adapter_config.json') && folderFiles(folders.run);
  return {
    ...(adapter === undefined ? {} : { adapter }),
    ...(base === undefined ? {} : { base }),
    ...(merged === undefined ? {} : { merged }),
  };
}

async function filePlaces(files: RunFiles, name: string): Promise<AdapterPlaces> {
  const gguf = name.endsWith('.gguf') ? folderAt(await openTree(files, ''), '').find(name) : undefined;
  return gguf === undefined ? {} : { gguf };
}
