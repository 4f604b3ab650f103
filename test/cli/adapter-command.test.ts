import { mkdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCli as lockstep } from '../support/run-cli.ts';
import { adapterFile, modelFile, servedYaml } from '../support/stories-weights.ts';
import { testFolder } from '../support/test-folder.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const { at, write, writeRun } = testFolder('adapter');

beforeAll(async () => {
  await writeMerged('merged', 0.55);
  await writeMerged('twice', 0.6);
  await mkdir(at('empty'));
});

const writeMerged = (name: string, merged: number) =>
  writeRun(name, {
    files: {
      'lockstep.yaml': servedYaml,
      'run/adapter_model.safetensors': adapterFile((module) => module),
      'base/model.safetensors': modelFile(0.5),
      'merged/config.json': '{}',
      'merged/model.safetensors': modelFile(merged),
    },
  });

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

  test('a name that asks for a format that is not written is refused before any work, with the names that will do', async () => {
    const refused = await lockstep('adapter', at('twice'), '--out', at('report.html'));
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.words).toMatch(/does not write HTML.*writes text, JSON and Markdown.*report\.json.*report\.md/);
    await expect(readFile(at('report.html'))).rejects.toThrow('ENOENT');
    expect(await lockstep('adapter', at('twice'), '--out', at('page.htm'), '--format', 'json')).toMatchObject({
      code: 1,
    });
  });

  test.each([
    ['an empty folder', () => [at('empty')], /adapter_config\.json.*never saved/],
    ['a folder that is not there', () => [at('nowhere')], /does not exist.*working directory/],
    ['a mistyped folder', () => [at('twic')], /did you mean \S+twice\?.*try: lockstep adapter \S+twice/],
    [
      'a file as the base',
      () => [at('twice'), '--base', at('base.bin')],
      /one is needed here.*--base \S+lockstep-adapter-\w+ /,
    ],
    ['a configuration that was cut', () => [at('cut')], /adapter_config\.json: line 1.*cut or edited by hand/],
    ['weights that were cut', () => [at('short')], /it was cut.*save or the copy was interrupted/],
    ['a pickle', () => [at('pickle')], /PyTorch pickle.*safe_serialization=False.*save_file/],
  ])('%s: 2, with what is wrong and what fits that', async (_, args, words) => {
    await write('base.bin', 'no model');
    await write('cut/adapter_config.json', '{"r": ');
    await write('short/adapter_config.json', '{"peft_type": "LORA", "r": 8, "lora_alpha": 16}');
    await write('short/adapter_model.safetensors', adapterFile((module) => module).subarray(0, 200));
    await write('pickle/adapter_config.json', '{"peft_type": "LORA", "r": 8, "lora_alpha": 16}');
    await write('pickle/adapter_model.bin', 'PK');
    const refused = await lockstep('adapter', ...args());
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(`${refused.words} `).toMatch(words);
  });

  test('a seed that is no number is refused', async () => {
    await expect(lockstep('adapter', at('twice'), '--seed', 'x')).rejects.toThrow('whole number');
  });
});
