import { describe, expect, it } from 'vitest';
import { absent } from '../../src/evidence/gathered.ts';
import { gatherAdapterWeights } from '../../src/gather/adapter-weights.ts';
import { folderAt, openTree } from '../../src/gather/folder.ts';
import { openModelWeights } from '../../src/gather/model-weights.ts';
import { tensorFacts } from '../../src/gather/tensor-facts.ts';
import type { TensorFile } from '../../src/gather/tensor-file.ts';
import { compareWeights } from '../../src/gather/weight-comparison.ts';
import { ok } from '../../src/lib/result.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { gatheredValue } from '../support/gathered-value.ts';
import { type WritableTensor, writeSafetensors } from '../support/safetensors.ts';

const KIB = 1024;

async function compared(base: Record<string, WritableTensor>, served: Record<string, WritableTensor>) {
  const open = async (side: 'base' | 'served', tensors: Record<string, WritableTensor>) => {
    const tree = await openTree(memoryFiles({ 'model.safetensors': writeSafetensors(tensors) }), side);
    return openModelWeights(side, folderAt(tree, ''));
  };
  return gatheredValue(await compareWeights(await open('base', base), await open('served', served)));
}

/** A tensor of 1 MiB that is zero but for one byte. */
function withByte(at?: number): WritableTensor {
  const data = new Uint8Array(1024 * KIB);
  if (at !== undefined) data[at] = 1;
  return { dtype: 'U8', shape: [1024, KIB], data };
}

describe('base and served weights', () => {
  it.each([
    ['the first byte', 0],
    ['the middle', 512 * KIB],
    ['the last byte', 1024 * KIB - 1],
  ])('differ when %s does', async (_, at) => {
    expect(await compared({ w: withByte() }, { w: withByte(at) })).toMatchObject({
      compared: 1,
      different: ['w'],
      identical: [],
    });
  });

  it('are compared on windows, and how much was read is told', async () => {
    const outside = await compared({ w: withByte() }, { w: withByte(200 * KIB) });
    expect(outside).toMatchObject({ identical: ['w'], bytesRead: 192 * KIB, bytesTotal: 1024 * KIB });
  });

  it('of another shape, another type or another name cannot be compared', async () => {
    const data = new Uint8Array(16);
    const base = {
      a: { dtype: 'U8', shape: [16], data },
      b: { dtype: 'U8', shape: [4, 4], data },
      c: { dtype: 'F32', shape: [4], data },
    };
    const served = {
      a: { dtype: 'U8', shape: [4, 4], data },
      c: { dtype: 'I32', shape: [4], data },
      d: { dtype: 'U8', shape: [16], data },
    };
    expect(await compared(base, served)).toMatchObject({ compared: 0, incomparable: ['a', 'b', 'c', 'd'] });
  });
});

describe('a run without adapter weights', () => {
  async function looked(names: readonly string[]): Promise<string> {
    const tree = await openTree(memoryFiles(Object.fromEntries(names.map((name) => [`run/${name}`, '{}']))), 'run');
    const read = await gatherAdapterWeights(folderAt(tree, 'run'), absent('adapter_config.json'), absent('base'));
    return read.gathered.state === 'absent' ? read.gathered.looked.join() : read.gathered.state;
  }

  it('is a full fine-tune when it holds whole weights', async () => {
    expect(await looked(['model.safetensors', 'config.json'])).toMatch(/model\.safetensors holds whole weights/);
    expect(await looked(['model.safetensors.index.json'])).toMatch(/index\.json holds whole weights/);
  });

  it('has lost them when it has an adapter configuration, or nothing else', async () => {
    expect(await looked(['model.safetensors', 'adapter_config.json'])).not.toMatch(/whole weights/);
    expect(await looked(['training_args.bin'])).not.toMatch(/whole weights/);
  });
});

describe('a tensor of an adapter', () => {
  const mib = KIB * KIB;
  const info = { name: 't', dtype: 'F32', dtypeKnown: true, shape: [mib * 5], start: 0, end: 20 * mib };

  function fileOf(size: number, asked: number[]): TensorFile {
    return {
      file: { files: memoryFiles({}), path: 'x', shown: 'x', size },
      header: { metadata: {}, tensors: new Map(), dataStart: 0 },
      bytes: async (start, end) => {
        asked.push(end - start);
        return ok(new Uint8Array(end - start));
      },
    };
  }

  it('is read whole in bounded ranges while the file is of ordinary size', async () => {
    const asked: number[] = [];
    expect(await tensorFacts(fileOf(256 * mib, asked), info)).toMatchObject({
      value: { read: mib * 5, allZero: true },
    });
    expect(asked).toEqual([8 * mib, 8 * mib, 4 * mib]);
  });

  it('is sampled at both ends in a larger file, and says how much was read', async () => {
    const asked: number[] = [];
    expect(await tensorFacts(fileOf(256 * mib + 1, asked), info)).toMatchObject({ value: { read: mib / 2 } });
    expect(asked).toEqual([mib, mib]);
  });
});
