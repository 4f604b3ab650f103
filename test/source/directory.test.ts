import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectory } from '../../src/source/directory.ts';
import type { RunFiles } from '../../src/source/run-files.ts';

let scratch = '';
let root = '';

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lockstep-source-'));
  root = join(scratch, 'run');
  mkdirSync(join(root, 'inner'), { recursive: true });
  writeFileSync(join(root, 'inner', 'a.txt'), 'hello');
  writeFileSync(join(scratch, 'secret.txt'), 'secret');
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

async function opened(options?: { allowOutside: boolean }): Promise<RunFiles> {
  const files = await openDirectory(root, options);
  if (!files.ok) throw new Error(files.problem.reason);
  return files.value;
}

async function collected(files: RunFiles, path: string): Promise<string> {
  const stream = files.stream(path);
  let text = '';
  for await (const chunk of stream) text += new TextDecoder().decode(chunk);
  return stream.problem ? `problem: ${stream.problem.reason}` : text;
}

describe('a run folder on disk', () => {
  it('is listed with paths relative to it, without what no run needs', async () => {
    for (const folder of ['.git', 'node_modules/x', '__pycache__', 'wandb']) {
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, 'noise'), '');
    }
    writeFileSync(join(root, 'b.txt'), '');
    const { entries, cut, problems } = await (await opened()).list();
    expect(entries).toEqual([
      { path: 'b.txt', size: 0, kind: 'file' },
      { path: 'inner/a.txt', size: 5, kind: 'file' },
    ]);
    expect([cut, problems]).toEqual([false, []]);
  });

  it('is read by slice, text and stream alike', async () => {
    const files = await opened();
    expect(await files.slice('inner/a.txt', 1, 3)).toEqual({ ok: true, value: new Uint8Array([0x65, 0x6c]) });
    expect(await files.slice('inner/a.txt', 4, 1e15)).toEqual({ ok: true, value: new Uint8Array([0x6f]) });
    expect(await files.text('inner/a.txt', 5)).toEqual({ ok: true, value: 'hello' });
    expect(await collected(files, 'inner/a.txt')).toBe('hello');
  });

  it('gives many slices of a file at once, each as if asked for alone', async () => {
    const bytes = Uint8Array.from({ length: 3000 }, (_, at) => (at * 7) % 251);
    writeFileSync(join(root, 'bytes'), bytes);
    const files = await opened();
    const place = fc.integer({ min: 0, max: 3500 });
    // A length no file has takes the way of long reads.
    const end = fc.oneof(place, fc.constant(1e15));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(place, end), { maxLength: 9 }), async (ranges) => {
        const together = await files.slices?.('bytes', ranges);
        const alone = ranges.map(([start, stop]) => bytes.slice(start, Math.max(start, stop)));
        expect(together).toEqual({ ok: true, value: alone });
      }),
    );
    expect(await files.slices?.('none', [[0, 1]])).toMatchObject({ problem: { reason: 'does not exist' } });
  });

  it('says so when it is missing, is a file, or a part of it is a folder', async () => {
    expect(await openDirectory(join(root, 'none'))).toMatchObject({
      problem: { reason: `${join(root, 'none')} does not exist` },
    });
    const file = join(root, 'inner', 'a.txt');
    expect(await openDirectory(file)).toMatchObject({
      problem: { reason: `${file} is not a folder; name the folder that holds the run` },
    });
    const files = await opened();
    expect(await files.text('inner', 5)).toMatchObject({ problem: { reason: 'is a folder, not a file' } });
    expect(await collected(files, 'none.txt')).toBe('problem: does not exist');
  });

  it('does not follow links and paths that leave it, until that is allowed', async () => {
    symlinkSync(join(scratch, 'secret.txt'), join(root, 'link.txt'));
    symlinkSync(scratch, join(root, 'up'));
    const files = await opened();
    const { entries } = await files.list();
    expect(entries.filter(({ kind }) => kind === 'outside-link')).toEqual([
      { path: 'link.txt', size: 0, kind: 'outside-link', target: join(scratch, 'secret.txt') },
      { path: 'up', size: 0, kind: 'outside-link', target: scratch },
    ]);
    const refused = `links out of the run folder to ${join(scratch, 'secret.txt')}; pass --allow-outside to follow it`;
    for (const path of ['link.txt', 'up/secret.txt', '../secret.txt', join(scratch, 'secret.txt')]) {
      expect(await files.text(path, 100)).toEqual({ ok: false, problem: { reason: refused } });
      expect(await collected(files, path)).toBe(`problem: ${refused}`);
    }
    const allowed = await opened({ allowOutside: true });
    expect(await allowed.text('link.txt', 100)).toEqual({ ok: true, value: 'secret' });
  });

  it('is not fooled by a sibling whose name begins like its own', async () => {
    mkdirSync(join(scratch, 'run-2'));
    writeFileSync(join(scratch, 'run-2', 'x'), 'other');
    symlinkSync(join(scratch, 'run-2', 'x'), join(root, 'x'));
    expect(await (await opened()).text('x', 100)).toMatchObject({ ok: false });
  });

  it('follows links inside, and does not walk in circles', async () => {
    symlinkSync('inner', join(root, 'again'));
    symlinkSync('..', join(root, 'inner', 'loop'));
    symlinkSync('nowhere', join(root, 'broken'));
    const { entries, problems } = await (await opened()).list();
    expect(entries.map(({ path }) => path)).toEqual(['again/a.txt', 'inner/a.txt']);
    expect(problems).toEqual([{ path: 'broken', reason: 'is a link to nowhere, which does not exist' }]);
  });

  it('reads a snapshot of the Hugging Face cache, whose files link to blobs beside it', async () => {
    const model = join(scratch, 'models--org--name');
    mkdirSync(join(model, 'blobs'), { recursive: true });
    mkdirSync(join(model, 'snapshots', 'abc'), { recursive: true });
    writeFileSync(join(model, 'blobs', 'f00'), '{}');
    symlinkSync('../../blobs/f00', join(model, 'snapshots', 'abc', 'config.json'));
    symlinkSync('../../../secret.txt', join(model, 'snapshots', 'abc', 'stolen'));
    const files = await openDirectory(join(model, 'snapshots', 'abc'));
    expect(files.ok && (await files.value.text('config.json', 10))).toEqual({ ok: true, value: '{}' });
    expect(files.ok && (await files.value.text('stolen', 10))).toMatchObject({ ok: false });
  });

  // Root may read everything.
  it.skipIf(process.getuid?.() === 0)('says so when a file or folder may not be read', async () => {
    chmodSync(join(root, 'inner', 'a.txt'), 0);
    const files = await opened();
    expect(await files.text('inner/a.txt', 10)).toMatchObject({
      problem: { reason: expect.stringMatching(/permission denied; make the file readable/) },
    });
    chmodSync(join(root, 'inner'), 0);
    const { problems } = await (await opened()).list();
    expect(problems).toMatchObject([
      { path: 'inner', reason: expect.stringMatching(/permission denied; make the folder readable/) },
    ]);
    chmodSync(join(root, 'inner'), 0o700);
  });

  it('never opens a FIFO', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const files = await opened();
    expect((await files.list()).entries).toContainEqual({ path: 'pipe', size: 0, kind: 'special' });
    // Opening it would wait for a writer that never comes.
    expect(await files.text('pipe', 10)).toMatchObject({
      problem: { reason: 'is a FIFO, socket or device, which Lockstep does not open' },
    });
  });

  it('is cut at eight folders of depth', async () => {
    const deep = Array.from({ length: 12 }, (_, level) => `d${level}`).join('/');
    mkdirSync(join(root, deep), { recursive: true });
    writeFileSync(join(root, deep, 'x'), '');
    const { entries, cut } = await (await opened()).list();
    expect(cut).toBe(true);
    expect(entries.map(({ path }) => path)).toEqual(['inner/a.txt']);
  });
});
