import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Layout } from '../../src/evidence/layout.ts';
import { gather } from '../../src/gather/gather.ts';
import { openDirectory } from '../../src/source/directory.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { gatheredState, gatheredValue } from '../support/gathered-value.ts';
import { buildRun } from '../support/run-builder.ts';

async function layoutOf(files: Record<string, string>): Promise<Layout> {
  return gatheredValue((await gather(memoryFiles(files))).layout);
}

describe('the shape of a folder without lockstep.yaml', () => {
  const cases: [string, string[], Partial<Layout>][] = [
    ['the trainer output itself', ['adapter_config.json'], { run: '.' }],
    [
      'a folder of the usual name',
      ['outputs/adapter_config.json', 'train.json'],
      { run: 'outputs', trainData: 'train.json' },
    ],
    ['the only folder with an adapter', ['my-experiment/adapter_config.json'], { run: 'my-experiment' }],
    [
      'checkpoints alone',
      ['run/checkpoint-200/adapter_config.json', 'run/checkpoint-1000/adapter_config.json'],
      { run: 'run/checkpoint-1000' },
    ],
    ['checkpoints of one run at the top', ['checkpoint-9/x', 'checkpoint-10/x'], { run: 'checkpoint-10' }],
    ['a saved adapter above checkpoints', ['run/adapter_config.json', 'run/checkpoint-5/x'], { run: 'run' }],
    [
      'data in its folder',
      ['data/train-v2.jsonl', 'data/val.jsonl'],
      { trainData: 'data/train-v2.jsonl', evalData: 'data/val.jsonl' },
    ],
    ['base and merged model', ['base/config.json', 'merged/config.json'], { base: 'base', served: 'merged' }],
    [
      'dated predictions',
      ['predictions-2026.jsonl', 'predictions-2026.base.jsonl'],
      { predictions: 'predictions-2026.jsonl', basePredictions: 'predictions-2026.base.jsonl' },
    ],
  ];
  it.each(cases)('%s', async (_, names, expected) => {
    const layout = await layoutOf(Object.fromEntries(names.map((name) => [name, '{}\n'])));
    expect(layout).toMatchObject({ ...expected, configured: false });
  });

  it('is left open where it is ambiguous', async () => {
    const layout = await layoutOf({
      'one/adapter_config.json': '{}',
      'two/adapter_config.json': '{}',
      'data/train-a.jsonl': '',
      'data/train-b.jsonl': '',
    });
    expect(layout.run).toBeUndefined();
    expect(layout.trainData).toBeUndefined();
  });

  it('takes tokenizer files from above when only a checkpoint has the adapter', async () => {
    const { contents } = buildRun();
    const files = Object.fromEntries(
      Object.entries(contents).map(([path, content]) => [
        path.replace('run/adapter', 'run/checkpoint-24/adapter'),
        content,
      ]),
    );
    const evidence = await gather(memoryFiles(files));
    expect(gatheredValue(evidence.adapterConfig).path).toBe('run/checkpoint-24/adapter_config.json');
    expect(gatheredState(evidence.tokenizer)).toBe('found');
    expect(gatheredState(evidence.trainerState)).toBe('found');
    expect(gatheredState(evidence.templates)).toBe('found');
  });
});

describe('lockstep.yaml', () => {
  const damageOf = async (yaml: string, files: Record<string, string> = {}) => {
    const { damage } = await layoutOf({ 'lockstep.yaml': yaml, 'run/adapter_config.json': '{}', ...files });
    return damage.filter(({ path }) => path === 'lockstep.yaml').map(({ line, reason }) => `${line}: ${reason}`);
  };

  it('is told where a key is unknown or a value has the wrong type', async () => {
    expect(await damageOf('run: run\n\nbas: base\npredictions: [a, b]\n')).toEqual([
      '3: the key "bas" is not known; known are run, base, served, train_data, eval_data, capture, inference, predictions, task',
      '4: predictions must be a path; it was ignored',
    ]);
  });

  it('is told when it names what is not there', async () => {
    expect(await damageOf('train_data: trian.jsonl\n')).toEqual([
      '1: train_data: trian.jsonl does not exist in the run folder',
    ]);
  });

  it.each(['../base', '/models/base', 'run/../../base', 'C:\\models\\base'])(
    'may not lead out of the folder: %s',
    async (path) => {
      expect(await damageOf(`base: '${path}'\n`)).toEqual([
        `1: base: ${path} leaves the run folder; pass --base with its path, or --allow-outside`,
      ]);
      expect(await damageOf(`train_data: '${path}'\n`)).toEqual([
        `1: train_data: ${path} leaves the run folder; pass --allow-outside to read it`,
      ]);
    },
  );

  it('is told when a folder is in the place of a file, or a file in that of a folder', async () => {
    expect(await damageOf('predictions: run\nbase: run/adapter_config.json\n')).toEqual([
      '1: predictions: run is a folder, not a file',
      '2: base: run/adapter_config.json is a file, not a folder',
    ]);
  });

  it('accepts paths that wander but stay inside', async () => {
    const layout = await layoutOf({ 'lockstep.yaml': 'run: ./x/../run/\n', 'run/adapter_config.json': '{}' });
    expect(layout).toMatchObject({ run: 'run', configured: true, damage: [] });
  });

  it('with a bomb of aliases is refused, and the shape of the folder decides', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, at) =>
        `${'abcdefghij'[at + 1]}: &${'abcdefghij'[at + 1]} [${Array(9).fill(`*${'abcdefghij'[at]}`).join(', ')}]`,
    );
    const bomb = `a: &a [lol]\n${levels.join('\n')}\n`;
    const [told] = await damageOf(bomb);
    expect(told).toMatch(/could not be used, so the shape of the folder decided.*alias/i);
    expect((await layoutOf({ 'lockstep.yaml': bomb, 'run/adapter_config.json': '{}' })).run).toBe('run');
  });

  it.each([
    ['bad syntax', 'run: [\n', /^\d+: could not be used/],
    ['one text', 'hello', /must hold keys with values/],
    ['very deep nesting', `run: ${'['.repeat(100_000)}`, /could not be used/],
    ['a key twice', 'run: a\nrun: b\n', /^2: could not be used.*unique/i],
    ['too many bytes', `# ${'x'.repeat(300_000)}`, /more than the limit of 262144/],
  ])('with %s is refused with a reason', async (_, yaml, reason) => {
    const told = await damageOf(yaml);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(reason);
  });

  it('that is empty leaves everything to the shape', async () => {
    expect(await damageOf('')).toEqual([]);
    expect(await damageOf('# nothing yet\n')).toEqual([]);
  });

  it('names the line of a task that makes no sense', async () => {
    const evidence = await gather(
      memoryFiles({ 'lockstep.yaml': 'run: run\ntask:\n  kind: classify\n  classes: 7\n' }),
    );
    expect(gatheredState(evidence.task)).toMatch(/^lockstep\.yaml: line 2: task\.classes: /);
  });
});

describe('what lies outside a folder on disk', () => {
  let scratch = '';
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  async function evidenceOf(allowOutside: boolean) {
    scratch = mkdtempSync(join(tmpdir(), 'lockstep-layout-'));
    const root = join(scratch, 'run-folder');
    for (const [path, content] of Object.entries(buildRun().contents)) {
      const full = join(path.startsWith('base/') ? scratch : root, path);
      mkdirSync(join(full, '..'), { recursive: true });
      writeFileSync(full, content);
    }
    writeFileSync(join(scratch, 'real.jsonl'), '{"text": "x"}\n');
    rmSync(join(root, 'train.jsonl'));
    symlinkSync('../real.jsonl', join(root, 'train.jsonl'));
    writeFileSync(join(root, 'lockstep.yaml'), 'run: run\nbase: ../base\ntrain_data: train.jsonl\n');
    const files = await openDirectory(root, { allowOutside });
    if (!files.ok) throw new Error(files.problem.reason);
    return gather(files.value);
  }

  it('is not read', async () => {
    const evidence = await evidenceOf(false);
    expect(gatheredState(evidence.baseWeights)).toBe('absent');
    expect(gatheredState(evidence.trainData)).toBe('absent');
    expect(
      gatheredValue(evidence.layout).damage.map(({ path, line, reason }) => [
        path,
        line,
        reason.replaceAll(scratch, ''),
      ]),
    ).toEqual([
      ['train.jsonl', undefined, 'links out of the run folder to /real.jsonl; pass --allow-outside to follow it'],
      ['lockstep.yaml', 2, 'base: ../base leaves the run folder; pass --base with its path, or --allow-outside'],
      [
        'lockstep.yaml',
        3,
        'train_data: train.jsonl links out of the run folder to /real.jsonl; pass --allow-outside to read it',
      ],
    ]);
  });

  it('is read once the user allows it', async () => {
    const evidence = await evidenceOf(true);
    expect(gatheredValue(evidence.baseWeights).path).toBe(join(scratch, 'base/model.safetensors'));
    expect(gatheredValue(evidence.trainData).rows[0]?.shape).toBe('text');
    expect(gatheredValue(evidence.layout).damage).toEqual([]);
  });
});
