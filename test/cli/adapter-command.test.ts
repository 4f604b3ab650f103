import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildRun } from '../support/run-builder.ts';
import { runCli as lockstep } from '../support/run-cli.ts';
import { adapterFile, modelFile, servedYaml } from '../support/stories-weights.ts';
import { unsafeText } from '../support/unsafe-text.ts';

let folder = '';
const at = (...parts: readonly string[]) => join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-adapter-'));
  await writeRun('merged', 0.55);
  await writeRun('twice', 0.6);
  await mkdir(at('empty'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function writeRun(name: string, merged: number): Promise<void> {
  const files = {
    'lockstep.yaml': servedYaml,
    'run/adapter_model.safetensors': adapterFile((module) => module),
    'base/model.safetensors': modelFile(0.5),
    'merged/config.json': '{}',
    'merged/model.safetensors': modelFile(merged),
  };
  for (const [path, content] of Object.entries(buildRun({ files }).contents)) {
    await mkdir(dirname(at(name, path)), { recursive: true });
    await writeFile(at(name, path), content);
  }
}

describe('lockstep adapter', () => {
  test('a right merge is 0, a wrong one 1, each with κ', async () => {
    const right = await lockstep('adapter', at('merged'));
    expect(right).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^MERGED {2}/) });
    const wrong = await lockstep('adapter', at('twice'));
    expect(wrong).toMatchObject({ code: 1, out: expect.stringMatching(/^MERGED TWICE {2}/) });
    expect(wrong.out).toContain('2.000');
    expect(unsafeText(wrong.out)).toBeUndefined();
  });

  test('folders that are named win over those of the run', async () => {
    const named = await lockstep('adapter', at('twice'), '--merged', at('merged', 'merged'), '--exact');
    expect(named).toMatchObject({ code: 0, out: expect.stringContaining('every value was read') });
    const alone = await lockstep('adapter', at('twice', 'run'));
    expect(alone).toMatchObject({ code: 0, out: expect.stringMatching(/^READABLE/) });
    const based = await lockstep('adapter', at('twice', 'run'), '--base', at('twice', 'base'), '--format', 'json');
    expect(JSON.parse(based.out)).toMatchObject({ schema: 'lockstep-adapter/1', keyMap: { named: 2, matched: 2 } });
  });

  test('--out writes the format of its name', async () => {
    expect(await lockstep('adapter', at('twice'), '--out', at('report.md'))).toMatchObject({ code: 1, out: '' });
    expect(await readFile(at('report.md'), 'utf8')).toMatch(/^## merged twice: /);
  });

  test('what cannot be opened is 2 with the reason and something to try', async () => {
    for (const args of [[at('empty')], [at('nowhere')], [at('twice'), '--base', at('report.md')]]) {
      const refused = await lockstep('adapter', ...args);
      expect(refused).toMatchObject({ code: 2, out: '' });
      expect(refused.err).toContain('lockstep adapter');
    }
    await expect(lockstep('adapter', at('twice'), '--seed', 'x')).rejects.toThrow('whole number');
  });
});
