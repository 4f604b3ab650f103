import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../src/source/memory.ts';

const files = memoryFiles({
  'b/x.txt': 'héllo',
  'a.bin': new Uint8Array([1, 2, 3, 4]),
  'bad.txt': new Uint8Array([0x61, 0x62, 0xff, 0x63]),
});

describe('files in memory', () => {
  it('are listed sorted, with their sizes in bytes', async () => {
    const { entries, cut } = await files.list();
    expect(entries.map(({ path, size }) => [path, size])).toEqual([
      ['a.bin', 4],
      ['b/x.txt', 6],
      ['bad.txt', 4],
    ]);
    expect(cut).toBe(false);
  });

  it('are sliced to what is there', async () => {
    expect(await files.slice('a.bin', 1, 3)).toEqual({ ok: true, value: new Uint8Array([2, 3]) });
    expect(await files.slice('a.bin', 3, 900)).toEqual({ ok: true, value: new Uint8Array([4]) });
  });

  it('name the first byte that is not UTF-8', async () => {
    const text = await files.text('bad.txt', 100);
    expect(text.ok ? '' : text.problem.reason).toBe('is not UTF-8 text: byte 2 (0xFF) is not part of any character');
  });

  it('name the letter of a Latin-1 text, not the good character behind it', async () => {
    const latin = memoryFiles({ 'menu.txt': Uint8Array.from([...'café ('].map((letter) => letter.charCodeAt(0))) });
    const text = await latin.text('menu.txt', 100);
    expect(text).toMatchObject({ ok: false, problem: { offset: 3 } });
    expect(text.ok ? '' : text.problem.reason).toContain('byte 3 (0xE9) is not part of any character');
  });

  it('refuse a text above the limit and a file that is not there', async () => {
    expect(await files.text('b/x.txt', 5)).toMatchObject({
      ok: false,
      problem: { reason: 'has 6 bytes, more than the limit of 5' },
    });
    expect(await files.text('none', 5)).toMatchObject({ ok: false, problem: { reason: 'does not exist' } });
    const stream = files.stream('none');
    for await (const _ of stream) throw new Error('a missing file has no bytes');
    expect(stream.problem?.reason).toBe('does not exist');
  });
});
