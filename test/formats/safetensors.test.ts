import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseSafetensorsHeader,
  type SafetensorsHeader,
  type SafetensorsProblem,
} from '../../src/formats/safetensors.ts';
import { parseSafetensorsIndex } from '../../src/formats/safetensors-index.ts';
import { safetensorsFile, writeSafetensors } from '../support/safetensors.ts';

function header(file: Uint8Array, fileSize = file.length): SafetensorsHeader {
  const result = parseSafetensorsHeader(file, fileSize);
  if (!result.ok) throw new Error(result.problem.reason);
  return result.value;
}

function problem(file: Uint8Array, fileSize = file.length): SafetensorsProblem {
  const result = parseSafetensorsHeader(file, fileSize);
  if (result.ok) throw new Error('accepted');
  return result.problem;
}

/** A file with these header entries and `size` bytes of data. */
function withEntries(entries: unknown, size: number): Uint8Array {
  return safetensorsFile(JSON.stringify(entries), [new Uint8Array(size)]);
}

const f32 = (start: number, end: number, shape = [(end - start) / 4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [start, end],
});

describe('parseSafetensorsHeader', () => {
  it('finds again what was written', () => {
    const tensor = fc.record({ shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), wide: fc.boolean() });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), tensor), (described) => {
        const written = Object.fromEntries(
          Object.entries(described).map(([name, { shape, wide }]) => {
            const count = shape.reduce((product, dimension) => product * dimension, 1);
            const data = wide ? new Float32Array(count) : new Uint16Array(count);
            return [name, { dtype: wide ? 'F32' : 'BF16', shape, data: data.fill(count) }];
          }),
        );
        const file = writeSafetensors(written, { format: 'pt' });
        const read = header(file);
        expect(read.metadata).toEqual({ format: 'pt' });
        expect([...read.tensors.keys()].sort()).toEqual(Object.keys(written).sort());
        for (const [name, { shape, dtype, data }] of Object.entries(written)) {
          const info = read.tensors.get(name);
          expect(info).toMatchObject({ name, shape, dtype, dtypeKnown: true });
          expect(file.slice(info?.start, info?.end)).toEqual(new Uint8Array(data.buffer));
        }
      }),
    );
  });

  it('takes __proto__ and constructor for ordinary names', () => {
    const entries = `{"__proto__":${JSON.stringify(f32(0, 4))},"constructor":${JSON.stringify(f32(4, 8))}}`;
    expect([...header(safetensorsFile(entries, [new Uint8Array(8)])).tensors.keys()]).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  it('asks for the bytes it still needs', () => {
    const file = writeSafetensors({ w: { dtype: 'F32', shape: [1], data: new Float32Array(1) } });
    expect(problem(file.subarray(0, 3), file.length).needs).toBe(8);
    const needs = problem(file.subarray(0, 20), file.length).needs ?? 0;
    expect(needs).toBe(file.length - 4);
    expect(header(file.subarray(0, needs), file.length).tensors.size).toBe(1);
  });

  it('names the tensor and what is wrong with it', () => {
    const cases: [unknown, number, string][] = [
      [{ w: f32(0, 8) }, 4, 'it was cut'],
      [{ a: f32(0, 8), w: f32(4, 12) }, 12, 'inside tensor "a"'],
      [{ a: f32(0, 4), w: f32(8, 12) }, 12, '4 bytes between'],
      [{ w: f32(4, 8) }, 8, '4 bytes between'],
      [{ w: f32(0, 8, [3]) }, 8, 'does not fill its 8 bytes'],
      [{ w: f32(0, 8, [2 ** 40, 2 ** 40]) }, 8, 'does not fill'],
      [{ w: f32(8, 0, [0]) }, 8, 'ends (byte'],
      [{ w: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, 4, 'shape'],
      [{ w: { dtype: 'F32', shape: [1] } }, 4, 'data_offsets'],
      [{ w: { dtype: 'F32', shape: new Array(65).fill(1), data_offsets: [0, 4] } }, 4, 'shape'],
      [{ w: null }, 0, 'is not as safetensors defines it'],
    ];
    for (const [entries, size, reason] of cases) {
      const found = problem(withEntries(entries, size));
      expect(found.reason, JSON.stringify(entries)).toContain(reason);
      expect(found.reason).toContain('tensor "w"');
      expect(found.key).toBe('w');
    }
    const twice = `{"w":${JSON.stringify(f32(0, 4))},"w":${JSON.stringify(f32(0, 4))}}`;
    expect(problem(safetensorsFile(twice, [new Uint8Array(4)]))).toMatchObject({
      key: 'w',
      reason: expect.stringContaining('twice'),
    });
  });

  it('refuses what is not a safetensors file', () => {
    expect(problem(new Uint8Array(5)).reason).toContain('5 bytes');
    expect(problem(new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid')).reason).toContain(
      'LFS',
    );
    expect(problem(new Uint8Array(64).fill(0xff)).reason).toContain('another format');
    const claimed = new Uint8Array(16);
    new DataView(claimed.buffer).setBigUint64(0, 2n ** 60n, true);
    expect(problem(claimed).reason).toContain('claims 1152921504606846976 bytes');
    expect(problem(new Uint8Array([0, 1, 0, 0, 0, 0, 0, 0, 0x7b])).reason).toContain('it was cut');
    expect(problem(safetensorsFile('{"a":', [])).reason).toContain('not JSON');
    expect(problem(safetensorsFile('[]', [])).reason).toContain('not a JSON object');
    expect(problem(withEntries({ __metadata__: { a: 1 } }, 0)).reason).toContain('__metadata__');
    expect(problem(withEntries({ w: f32(0, 4) }, 9)).reason).toContain('5 bytes behind tensor "w"');
  });

  it('keeps a tensor of an unknown dtype, but marks it', () => {
    const read = header(withEntries({ w: { dtype: 'F3_NEW', shape: [7], data_offsets: [0, 3] } }, 3));
    expect(read.tensors.get('w')).toMatchObject({ dtype: 'F3_NEW', dtypeKnown: false });
  });

  it('never throws on noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(60), (noise, size) => {
        const file = new Uint8Array([noise.length, 0, 0, 0, 0, 0, 0, 0, ...noise]);
        expect(parseSafetensorsHeader(file, file.length + size)).toHaveProperty('ok');
      }),
    );
  });
});

describe('parseSafetensorsIndex', () => {
  it('reads the weight map', () => {
    const text =
      '{"metadata":{"total_size":3},"weight_map":{"b":"m-2.safetensors","a":"m-1.safetensors","a":"m-2.safetensors"}}';
    expect(parseSafetensorsIndex(text)).toMatchObject({
      ok: true,
      value: {
        weightMap: new Map([
          ['b', 'm-2.safetensors'],
          ['a', 'm-2.safetensors'],
        ]),
        files: ['m-2.safetensors'],
        listedTwice: ['a'],
      },
    });
  });

  it('refuses file names that leave the folder', () => {
    for (const file of ['../secret', '/etc/passwd', 'a/b', 'a\\b', '..', '', 'C:x', 'http://x', 'a\u0000']) {
      const result = parseSafetensorsIndex(JSON.stringify({ weight_map: { w: file } }));
      expect(result, file).toMatchObject({ ok: false, problem: { key: 'w' } });
    }
    for (const text of ['{}', '{"weight_map":[]}', '{"weight_map":{"w":1}}', '[', ''])
      expect(parseSafetensorsIndex(text).ok).toBe(false);
  });
});
