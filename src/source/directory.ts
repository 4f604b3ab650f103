import { constants, read } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { failed, ok, type Problem, type Result } from '../lib/result.ts';
import { decodeText } from './decode-text.ts';
import { keepHandles } from './directory-handles.ts';
import { listDirectory } from './directory-listing.ts';
import { rangeReader } from './directory-ranges.ts';
import { reasonOf } from './directory-reason.ts';
import type { ByteRange, ByteStream, FileListing, RunFiles } from './run-files.ts';

const CHUNK_BYTES = 1024 * 1024;

export interface DirectoryOptions {
  /** Follow symbolic links and paths that leave the folder. */
  readonly allowOutside?: boolean;
}

interface Directory {
  /** Real path that everything read must lie below. */
  readonly fence: string;
  readonly root: string;
  readonly allowOutside: boolean;
}

/** Opens a run folder on disk. What does not exist, is not a folder or may not be entered is a problem that says so. */
export async function openDirectory(path: string, options: DirectoryOptions = {}): Promise<Result<RunFiles>> {
  try {
    const root = resolve(path);
    const real = await realpath(root);
    if (!(await stat(real)).isDirectory()) return failed(`${path} is not a folder; name the folder that holds the run`);
    const directory = { root, fence: fenceOf(real), allowOutside: options.allowOutside ?? false };
    return ok(filesOf(directory));
  } catch (error) {
    return failed(`${path} ${reasonOf(error, 'folder')}`);
  }
}

/**
 * The Hugging Face cache keeps files of `models--x/snapshots/<revision>` as links to `models--x/blobs`. Both belong to one
 * download, so a snapshot folder is fenced at `models--x`.
 */
function fenceOf(real: string): string {
  const model = dirname(dirname(real));
  return basename(dirname(real)) === 'snapshots' && /^(models|datasets)--/.test(basename(model)) ? model : real;
}

function filesOf(directory: Directory): RunFiles {
  let listing: Promise<FileListing> | undefined;
  const list = () => {
    listing ??= listDirectory(directory.root, (real) => isInside(directory, real));
    return listing;
  };
  const withKept = keepHandles((path) => openFile(directory, path));
  const slice = async (path: string, start: number, end: number): Promise<Result<Uint8Array>> => {
    try {
      return await withKept(path, async (file) => ok(await readRange(file, [start, end])));
    } catch (error) {
      return failed(reasonOf(error, 'file'));
    }
  };
  const readRanges = rangeReader(readRange);
  const slices = async (path: string, ranges: readonly ByteRange[]): Promise<Result<readonly Uint8Array[]>> => {
    try {
      return await withKept(path, async (file) => ok(await readRanges(file, ranges)));
    } catch (error) {
      return failed(reasonOf(error, 'file'));
    }
  };
  const files = {
    root: directory.root,
    list,
    slice,
    slices,
    stream: (path: string) => streamOf(directory, path),
    text: (path: string, limit: number) => withFile(directory, path, (file) => readText(file, limit)),
  };
  if (!directory.allowOutside) return files;
  return { ...files, openOutside: (path) => openDirectory(resolve(directory.root, path), { allowOutside: true }) };
}

function isInside(directory: Directory, real: string): boolean {
  const fence = directory.fence.endsWith(sep) ? directory.fence : directory.fence + sep;
  return directory.allowOutside || real === directory.fence || real.startsWith(fence);
}

async function withFile<T>(
  directory: Directory,
  path: string,
  read: (file: FileHandle) => Promise<Result<T>>,
): Promise<Result<T>> {
  const opened = await openFile(directory, path);
  if (!opened.ok) return opened;
  try {
    return await read(opened.value);
  } catch (error) {
    return failed(reasonOf(error, 'file'));
  } finally {
    await opened.value.close();
  }
}

/** Never opens anything but a file: opening a FIFO waits for a writer, and opening a device can do things. */
async function openFile(directory: Directory, path: string): Promise<Result<FileHandle>> {
  try {
    const real = await realpath(resolve(join(directory.root, '/'), path));
    if (!isInside(directory, real)) {
      return failed(`links out of the run folder to ${real}; pass --allow-outside to follow it`);
    }
    const target = await stat(real);
    if (target.isDirectory()) return failed('is a folder, not a file');
    if (!target.isFile()) return failed('is a FIFO, socket or device, which Lockstep does not open');
    return ok(await open(real, constants.O_RDONLY));
  } catch (error) {
    return failed(reasonOf(error, 'file'));
  }
}

/** Longer ranges are bounded by the size of the file first: `end` may come from a hostile header. */
const SMALL_RANGE = 1024 * 1024;

async function readRange(file: FileHandle, [start, end]: ByteRange): Promise<Uint8Array> {
  const isSmall = end - start <= SMALL_RANGE && Number.isSafeInteger(end);
  const last = isSmall ? end : Math.min(end, (await file.stat()).size);
  const length = Math.max(0, last - start);
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = await readInto(file, bytes.subarray(filled), start + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled === length ? bytes : bytes.subarray(0, filled);
}

/** With a callback: the promises of FileHandle.read cost as much again as reading a few kilobytes. */
function readInto(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(file.fd, bytes, 0, bytes.length, position, (error, count) => (error ? reject(error) : resolve(count)));
  });
}

async function readText(file: FileHandle, limit: number): Promise<Result<string>> {
  const { size } = await file.stat();
  if (size > limit) return failed(`has ${size} bytes, more than the limit of ${limit}`);
  return decodeText(await readRange(file, [0, size]));
}

function streamOf(directory: Directory, path: string): ByteStream {
  let problem: Problem | undefined;
  return {
    get problem() {
      return problem;
    },
    async *[Symbol.asyncIterator]() {
      const opened = await openFile(directory, path);
      if (!opened.ok) {
        problem = opened.problem;
        return;
      }
      try {
        for (let start = 0; ; ) {
          const chunk = new Uint8Array(CHUNK_BYTES);
          const { bytesRead } = await opened.value.read(chunk, 0, CHUNK_BYTES, start);
          if (bytesRead === 0) return;
          start += bytesRead;
          yield chunk.subarray(0, bytesRead);
        }
      } catch (error) {
        problem = { reason: reasonOf(error, 'file') };
      } finally {
        await opened.value.close();
      }
    },
  };
}
