import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { buildRun, type RunOverrides } from './run-builder.ts';

/** A folder on disk that lives as long as the tests of one file. */
export interface TestFolder {
  at(...parts: readonly string[]): string;
  /** Writes a file with its folders; objects become lines of JSON. Gives its path. */
  write(path: string, content: string | Uint8Array | readonly object[]): Promise<string>;
  /** Writes a small run that is healthy but for the overrides. */
  writeRun(name: string, overrides?: RunOverrides): Promise<void>;
}

/** Makes the folder before the tests and removes it after them; it is there in every `beforeAll` that is registered later. */
export function testFolder(name: string): TestFolder {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), `lockstep-${name}-`));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  const at = (...parts: readonly string[]) => join(root, ...parts);
  const write = async (path: string, content: string | Uint8Array | readonly object[]) => {
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), isRaw ? content : content.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return at(path);
  };
  const writeRun = async (run: string, overrides: RunOverrides = {}) => {
    for (const [path, content] of Object.entries(buildRun(overrides).contents)) await write(join(run, path), content);
  };
  return { at, write, writeRun };
}
