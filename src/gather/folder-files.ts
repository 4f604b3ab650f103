import { failed, type Result } from '../lib/result.ts';
import type { ByteStream, FileEntry, RunFiles } from '../source/run-files.ts';
import type { Folder } from './folder.ts';
import { slicesOf } from './slices-of.ts';

/** A folder of a run as a source of its own: its files by the names they have in it. What leads out of the folder is not followed. */
export function folderFiles(folder: Folder): RunFiles {
  const entries = folder.names().flatMap((path): FileEntry[] => {
    const file = folder.find(path);
    return file ? [{ path, size: file.size, kind: 'file' }] : [];
  });
  const missing = (path: string): Result<never> => failed(`${folder.show(path)} does not exist`);
  return {
    root: folder.shown,
    list: async () => ({ entries, cut: false, problems: [] }),
    slice: async (path, start, end) => {
      const file = folder.find(path);
      return file ? file.files.slice(file.path, start, end) : missing(path);
    },
    slices: async (path, ranges) => {
      const file = folder.find(path);
      return file ? slicesOf(file.files, file.path, ranges) : missing(path);
    },
    stream: (path) => {
      const file = folder.find(path);
      return file ? file.files.stream(file.path) : EMPTY;
    },
    text: async (path, limit) => {
      const file = folder.find(path);
      return file ? file.files.text(file.path, limit) : missing(path);
    },
  };
}

const EMPTY: ByteStream = {
  problem: { reason: 'does not exist' },
  async *[Symbol.asyncIterator]() {},
};
