import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, ok } from '../../src/lib/result.ts';
import { openDirectory } from '../../src/source/directory.ts';
import { keepHandles } from '../../src/source/directory-handles.ts';
import type { RunFiles } from '../../src/source/run-files.ts';

let root = '';
let handles: FileHandle[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lockstep-handles-'));
  writeFileSync(join(root, 'a.bin'), 'abcdefgh');
  handles = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(root, { recursive: true, force: true });
});

async function opened(path: string) {
  const handle = await open(join(root, path));
  handles.push(handle);
  return ok(handle);
}

async function bytesOf(handle: FileHandle) {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(100), 0, 100, 0);
  return ok(new TextDecoder().decode(buffer.subarray(0, bytesRead)));
}

/** A closed handle has no descriptor. */
const openCount = () => handles.filter(({ fd }) => fd >= 0).length;

describe('files that are kept open', () => {
  it('are opened once for many reads, also for reads at the same time', async () => {
    const read = keepHandles(opened);
    const texts = await Promise.all(Array.from({ length: 20 }, () => read('a.bin', bytesOf)));
    expect(texts).toEqual(Array.from({ length: 20 }, () => ok('abcdefgh')));
    await read('a.bin', bytesOf);
    expect(handles).toHaveLength(1);
  });

  it('are closed when nobody reads them any more, and opened anew after that', async () => {
    const read = keepHandles(opened);
    await read('a.bin', bytesOf);
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.waitFor(() => expect(openCount()).toBe(0));
    expect(vi.getTimerCount()).toBe(0);
    expect(await read('a.bin', bytesOf)).toEqual(ok('abcdefgh'));
    expect(handles).toHaveLength(2);
  });

  it('are not closed under a read that takes long', async () => {
    const read = keepHandles(opened);
    const result = await read('a.bin', async (handle) => {
      await vi.advanceTimersByTimeAsync(60_000);
      return bytesOf(handle);
    });
    expect(result).toEqual(ok('abcdefgh'));
  });

  it('are few, however many files are read', async () => {
    const names = Array.from({ length: 100 }, (_, at) => `${at}.bin`);
    for (const name of names) writeFileSync(join(root, name), name);
    const read = keepHandles(opened);
    expect(await Promise.all(names.map((name) => read(name, bytesOf)))).toEqual(names.map((name) => ok(name)));
    await vi.waitFor(() => expect(openCount()).toBeLessThanOrEqual(32));
  });

  it('are not kept after a failure: what cannot be opened or read now may be later', async () => {
    let attempts = 0;
    const read = keepHandles(async (path) => (attempts++ === 0 ? failed('busy') : opened(path)));
    expect(await read('a.bin', bytesOf)).toEqual(failed('busy'));
    await expect(read('a.bin', () => Promise.reject(new Error('stale')))).rejects.toThrow('stale');
    expect(await read('a.bin', bytesOf)).toEqual(ok('abcdefgh'));
    expect(attempts).toBe(3);
    await vi.waitFor(() => expect(openCount()).toBe(1));
  });
});

describe('slices of a folder while its files change', () => {
  async function run(): Promise<RunFiles> {
    const files = await openDirectory(root);
    if (!files.ok) throw new Error(files.problem.reason);
    return files.value;
  }

  it('see a file grow and shrink', async () => {
    const files = await run();
    expect(await files.slice('a.bin', 6, 12)).toEqual(ok(new TextEncoder().encode('gh')));
    appendFileSync(join(root, 'a.bin'), 'ijkl');
    expect(await files.slice('a.bin', 6, 12)).toEqual(ok(new TextEncoder().encode('ghijkl')));
    truncateSync(join(root, 'a.bin'), 7);
    expect(await files.slice('a.bin', 6, 12)).toEqual(ok(new TextEncoder().encode('g')));
  });

  it('take no memory for what a header only claims', async () => {
    const files = await run();
    expect(await files.slice('a.bin', 4, 2 ** 60)).toEqual(ok(new TextEncoder().encode('efgh')));
    expect(await files.slice('a.bin', 2 ** 60, 2 ** 60 + 8)).toEqual(ok(new Uint8Array(0)));
  });

  it('do not follow a name that leads out of the folder once it is opened anew', async () => {
    const files = await run();
    expect(await files.slice('a.bin', 0, 2)).toEqual(ok(new TextEncoder().encode('ab')));
    mkdirSync(`${root}-elsewhere`, { recursive: true });
    writeFileSync(join(`${root}-elsewhere`, 'x'), 'secret');
    renameSync(join(root, 'a.bin'), join(root, 'b.bin'));
    symlinkSync(join(`${root}-elsewhere`, 'x'), join(root, 'a.bin'));
    // The file that was checked, for as long as it is open.
    expect(await files.slice('a.bin', 0, 2)).toEqual(ok(new TextEncoder().encode('ab')));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await files.slice('a.bin', 0, 2)).toMatchObject({ ok: false });
    rmSync(`${root}-elsewhere`, { recursive: true });
  });
});
