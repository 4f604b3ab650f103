import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryFiles, proveMerge } from '../../src/index.ts';
import { adapterFile, modelFile } from '../support/stories-weights.ts';

let folder = '';
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-merge-'));
  for (const name of ['base', 'adapter', 'merged']) await mkdir(at(name));
  await writeFile(at('base/model.safetensors'), modelFile(0.5));
  await writeFile(at('merged/model.safetensors'), modelFile(0.6));
  await writeFile(at('adapter/adapter_config.json'), JSON.stringify({ peft_type: 'LORA', r: 2, lora_alpha: 4 }));
  await writeFile(
    at('adapter/adapter_model.safetensors'),
    adapterFile((module) => module),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the public proveMerge', () => {
  it('takes paths, sources, or both', async () => {
    const paths = { base: at('base'), adapter: at('adapter'), merged: at('merged') };
    const proof = await proveMerge(paths);
    expect(proof).toMatchObject({ verdict: 'merged-twice' });
    expect(proof.modules.map(({ kappa }) => kappa.toFixed(3))).toEqual(['2.000', '2.000']);
    const merged = memoryFiles({ 'model.safetensors': modelFile(0.55), 'config.json': '{}' });
    expect(await proveMerge({ ...paths, merged }, { exact: true })).toMatchObject({
      verdict: 'merged',
      reading: { exact: true, unseenShare: 0 },
    });
  });

  it('throws for a folder that is not there, and only then', async () => {
    const paths = { base: at('base'), adapter: at('base'), merged: at('merged') };
    await expect(proveMerge({ ...paths, base: at('nowhere') })).rejects.toThrow('nowhere');
    expect(await proveMerge(paths)).toMatchObject({
      verdict: 'unknown',
      because: expect.stringContaining('adapter_config.json'),
    });
  });
});
