import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { GatheredEvidence } from '../../src/evidence/evidence.ts';
import { gather } from '../../src/gather/gather.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import type { RunFiles } from '../../src/source/run-files.ts';
import { gatheredState, gatheredValue } from '../support/gathered-value.ts';
import { buildRun } from '../support/run-builder.ts';
import { safetensorsFile } from '../support/safetensors.ts';

type Contents = Readonly<Record<string, string | Uint8Array | null>>;

async function withFiles(files: Contents): Promise<GatheredEvidence> {
  return gather(buildRun({ files }).files);
}

/** Damage as `path:line: reason`. */
function damage(evidence: GatheredEvidence): string[] {
  return gatheredValue(evidence.layout).damage.map(
    ({ path, line, reason }) => `${path}${line === undefined ? '' : `:${line}`}: ${reason}`,
  );
}

const capture = (row: unknown) => ({
  'capture/batches.jsonl': `${JSON.stringify({ step: 0, row: 0, input_ids: [1, 2], labels: [-100, 2] })}\n${typeof row === 'string' ? row : JSON.stringify(row)}\n`,
});

describe('an empty folder', () => {
  it('has nothing, and nothing crashes', async () => {
    const evidence = await gather(memoryFiles({}));
    const states = Object.entries(evidence).map(([name, gathered]) => [name, gathered.state]);
    expect(states.filter(([, state]) => state !== 'absent')).toEqual([
      ['layout', 'found'],
      ['sideFiles', 'found'],
      ['trainerYaml', 'found'],
      ['task', 'found'],
    ]);
    expect(gatheredValue(evidence.task)).toEqual({ kind: 'free' });
    expect(damage(evidence)).toEqual([]);
  });
});

describe('a captured row', () => {
  const cases: [string, unknown, string][] = [
    [
      'labels longer than ids',
      { input_ids: [1], labels: [1, 2] },
      'labels has 2 entries, but input_ids has 1; each token needs one label',
    ],
    [
      'labels shorter than ids',
      { input_ids: [1, 2, 3], labels: [1] },
      'labels has 1 entries, but input_ids has 3; each token needs one label',
    ],
    ['an id that is no integer', { input_ids: [1, 2.5], labels: [1, 2] }, 'input_ids[1] is 2.5, not an integer id'],
    ['an id that is text', { input_ids: ['7'], labels: [7] }, 'input_ids[0] is "7", not an integer id'],
    [
      'an id of 2^31',
      { input_ids: [2147483648], labels: [-100] },
      'input_ids[0] is 2147483648, which is no token id (0 to 2^31 - 1)',
    ],
    [
      '-100 as an id',
      { input_ids: [-100], labels: [-100] },
      'input_ids[0] is -100, which is no token id (0 to 2^31 - 1)',
    ],
    [
      'a label that is another id',
      { input_ids: [5, 6], labels: [-100, 7] },
      'labels[1] is 7, neither -100 nor the id at its place (6)',
    ],
    [
      'another negative label',
      { input_ids: [5], labels: [-1] },
      'labels[0] is -1, which is no token id (0 to 2^31 - 1, or -100)',
    ],
    ['no labels', { input_ids: [5] }, 'labels is missing'],
    ['no object', [1, 2], 'the row is not a JSON object; it was left out'],
    ['no tokens', { input_ids: [], labels: [] }, 'input_ids is empty'],
  ];
  it.each(cases)('with %s is left out, and its line is named', async (_, row, reason) => {
    const evidence = await withFiles(capture(row));
    expect(damage(evidence)).toEqual([`capture/batches.jsonl:2: ${reason}`]);
    expect(gatheredValue(evidence.capture)).toMatchObject({ total: 2, rows: [{ line: 1 }] });
  });

  it('that was cut is named with its column', async () => {
    const evidence = await withFiles(capture('{"input_ids": [1, '));
    expect(damage(evidence)[0]).toMatch(/^capture\/batches\.jsonl:2: column \d+: /);
  });

  it('tells a thousand times the same in 200 entries and a count', async () => {
    const evidence = await withFiles({
      'capture/batches.jsonl': `{"input_ids":[1],"labels":[1]}\n${'{}\n'.repeat(1000)}`,
    });
    const told = gatheredValue(evidence.capture).damage;
    expect(told).toHaveLength(201);
    expect(told.at(-1)?.reason).toBe('800 more parts of this file could not be used (1000 in all)');
  });
});

describe('JSON traps', () => {
  it('duplicate keys are told and the last one counts', async () => {
    const evidence = await withFiles({ 'inference/generation.json': '{"do_sample": true, "do_sample": false}' });
    expect(damage(evidence)).toEqual([
      'inference/generation.json: the key do_sample appears more than once in one object; the last one was used',
    ]);
    expect(gatheredValue(evidence.generation).doSample).toBe(false);
  });

  it('ids above 2^53 stay distinct, as text', async () => {
    const rows = ['9007199254740992', '9007199254740993'].map((id) => `{"id": ${id}, "output": "x"}\n`).join('');
    const evidence = await withFiles({ 'predictions.jsonl': rows });
    expect(gatheredValue(evidence.predictions).rows.map(({ id }) => id)).toEqual([
      '9007199254740992',
      '9007199254740993',
    ]);
    expect(damage(evidence)).toEqual(
      [1, 2].map(
        (line) =>
          `predictions.jsonl:${line}: the integer 900719925474099${line + 1} at id is beyond 2^53, which JavaScript cannot hold exactly; it was kept as text`,
      ),
    );
  });

  it('broken UTF-8 is named by line, and the other rows are used', async () => {
    const good = new TextEncoder().encode('{"text": "a"}\n');
    const file = new Uint8Array([...good, 0x22, 0xff, 0x22, 0x0a, ...good]);
    const evidence = await withFiles({ 'train.jsonl': file });
    expect(damage(evidence)).toEqual(['train.jsonl:2: byte 1 is not UTF-8 (counted from the start of the line)']);
    expect(gatheredValue(evidence.trainData)).toMatchObject({ total: 3, rows: [{ index: 0 }, { index: 2 }] });
  });

  it('one megabyte on one line is one row', async () => {
    const evidence = await withFiles({ 'train.jsonl': JSON.stringify({ text: 'x'.repeat(1024 * 1024) }) });
    expect(gatheredValue(evidence.trainData).rows[0]?.text).toHaveLength(1024 * 1024);
    const nested = await withFiles({ 'inference/generation.json': '['.repeat(1024 * 1024) });
    expect(gatheredState(nested.generation)).toMatch(/^inference\/generation\.json: line 1, column \d+: .*nested/);
  });

  it('keys of a prototype are keys like others', async () => {
    const evidence = await withFiles({
      'capture/capture.json':
        '{"format":"lockstep-capture/1","args":{"__proto__":true,"packing":false},"versions":{"__proto__":"9"}}',
    });
    const { values } = gatheredValue(evidence.trainingSettings);
    expect([Object.keys(values), Object.getPrototypeOf(values)]).toEqual([['packing'], Object.prototype]);
    expect(Object.keys(gatheredValue(evidence.versions).libraries)).toEqual(['peft']);
  });
});

describe('weights', () => {
  const tensor = (offsets: [number, number]) =>
    JSON.stringify({ 'x.lora_A.weight': { dtype: 'F32', shape: [1, 1], data_offsets: offsets } });
  const cases: [string, Uint8Array, RegExp][] = [
    ['a truncated header', new Uint8Array([200, 0, 0, 0, 0, 0, 0, 0, 0x7b]), /it was cut/],
    ['fewer than eight bytes', new Uint8Array([1, 2]), /at least 8/],
    ['an oversized header', new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x7b]), /header claims/],
    [
      'offsets outside the file',
      safetensorsFile(tensor([0, 4096]), [new Uint8Array(4)]),
      /x\.lora_A\.weight.*ends at byte/,
    ],
    ['another format', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n'), /Git LFS pointer/],
  ];
  it.each(cases)('with %s are unreadable with a reason', async (_, bytes, reason) => {
    const evidence = await withFiles({ 'run/adapter_model.safetensors': bytes, 'base/model.safetensors': bytes });
    expect(gatheredState(evidence.adapterWeights)).toMatch(/^run\/adapter_model\.safetensors: /);
    expect(gatheredState(evidence.adapterWeights)).toMatch(reason);
    expect(gatheredState(evidence.baseWeights)).toMatch(reason);
    expect(damage(evidence)).toContain(gatheredState(evidence.adapterWeights));
  });

  it('saved as a pickle are not loaded', async () => {
    const evidence = await withFiles({ 'run/adapter_model.safetensors': null, 'run/adapter_model.bin': 'x' });
    expect(gatheredState(evidence.adapterWeights)).toBe(
      'run/adapter_model.bin: PyTorch pickle; Lockstep does not load it: save as safetensors',
    );
  });

  it('with a shard that is missing or damaged name the shard', async () => {
    const index = JSON.stringify({ weight_map: { a: 'model-1.safetensors', b: 'model-2.safetensors' } });
    const one = safetensorsFile('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', [new Uint8Array(1)]);
    const shards = {
      'base/model.safetensors': null,
      'base/model.safetensors.index.json': index,
      'base/model-1.safetensors': one,
    };
    const missing = await withFiles(shards);
    expect(gatheredState(missing.baseWeights)).toBe(
      'base/model-2.safetensors: is named by base/model.safetensors.index.json, but is not there',
    );
    const damaged = await withFiles({ ...shards, 'base/model-2.safetensors': one.slice(0, 20) });
    expect(gatheredState(damaged.baseWeights)).toMatch(/^base\/model-2\.safetensors: .*cut/);
    const swapped = await withFiles({ ...shards, 'base/model-2.safetensors': one });
    expect(gatheredState(swapped.baseWeights)).toMatch(/^base\/model-2\.safetensors: should hold tensor b/);
  });

  it('that are not finite are counted, and the norm is of the rest', async () => {
    const header = '{"base_model.model.x.lora_A.weight":{"dtype":"F32","shape":[1,4],"data_offsets":[0,16]}}';
    const values = new Uint8Array(new Float32Array([3, Number.NaN, 4, Number.NEGATIVE_INFINITY]).buffer);
    const evidence = await withFiles({ 'run/adapter_model.safetensors': safetensorsFile(header, [values]) });
    expect(gatheredValue(evidence.adapterWeights).tensors).toMatchObject([
      { norm: 5, notFinite: 2, allZero: false, read: 4 },
    ]);
  });
});

describe('training_args.bin', () => {
  /** `os.system('touch /tmp/…')`, as a pickle of protocol 2. */
  const hostile = new TextEncoder().encode('\x80\x02cos\nsystem\nX\x0a\x00\x00\x00touch /tmp\x85R.').slice(1);
  const pickle = new Uint8Array([...hostile]);

  it('that would run code gives no settings, and those of the capture stay', async () => {
    const file = zipSync({ 'training_args/data.pkl': [pickle, { level: 0 }] });
    const evidence = await withFiles({ 'run/training_args.bin': file });
    const { values } = gatheredValue(evidence.trainingSettings);
    expect(new Set(Object.values(values).map(({ path }) => path))).toEqual(new Set(['capture/capture.json']));
    expect(damage(evidence)).toEqual([expect.stringMatching(/^run\/training_args\.bin: /)]);
  });

  it('that is no archive is unreadable when nothing else tells the settings', async () => {
    const evidence = await withFiles({ 'run/training_args.bin': 'hello', 'capture/capture.json': null });
    expect(gatheredState(evidence.trainingSettings)).toMatch(/^run\/training_args\.bin: /);
  });
});

describe('other damaged files', () => {
  const cases: [string, Contents, keyof GatheredEvidence, RegExp][] = [
    [
      'a tokenizer without a vocabulary',
      { 'run/tokenizer.json': '{"model": {}}' },
      'tokenizer',
      /^run\/tokenizer\.json: .*vocab/,
    ],
    ['a tokenizer that is no JSON', { 'run/tokenizer.json': '{' }, 'tokenizer', /^run\/tokenizer\.json: /],
    [
      'an adapter config of negative rank',
      { 'run/adapter_config.json': '{"r": -1}' },
      'adapterConfig',
      /^run\/adapter_config\.json: r: /,
    ],
    [
      'generation settings of the wrong type',
      { 'inference/generation.json': '{"do_sample": "no"}' },
      'generation',
      /^inference\/generation\.json: do_sample: /,
    ],
    [
      'a trainer state that is a list',
      { 'run/checkpoint-24/trainer_state.json': '[]' },
      'trainerState',
      /^run\/checkpoint-24\/trainer_state\.json: /,
    ],
    [
      'predictions that are one array',
      { 'predictions.jsonl': '[{"id": 1, "output": "x"}]' },
      'predictions',
      /^predictions\.jsonl: no row could be used; line 1: this is one JSON array/,
    ],
    [
      'requests that do not say what was sent',
      { 'inference/requests.jsonl': '{"id": "a"}' },
      'requests',
      /^inference\/requests\.jsonl: no row could be used; line 1: holds none of messages, prompt and prompt_ids/,
    ],
    ['an empty training set', { 'train.jsonl': '' }, 'trainData', /^train\.jsonl: it holds no rows/],
  ];
  it.each(cases)('%s', async (_, files, artifact, reason) => {
    const evidence = await withFiles(files);
    expect(gatheredState(evidence[artifact])).toMatch(reason);
    expect(damage(evidence)).toContain(gatheredState(evidence[artifact]));
  });

  it('a folder in the place of every file is unreadable, never a crash', async () => {
    const { files } = buildRun();
    const refused = async () => ({ ok: false as const, problem: { reason: 'is a folder, not a file' } });
    const broken: RunFiles = {
      ...files,
      slice: refused,
      text: refused,
      stream: () => ({ problem: { reason: 'is a folder, not a file' }, async *[Symbol.asyncIterator]() {} }),
    };
    const evidence = await gather(broken);
    for (const [name, gathered] of Object.entries(evidence)) {
      if (gathered.state === 'unreadable')
        expect([name, gathered.reason]).toEqual([name, expect.stringContaining('is a folder, not a file')]);
    }
    expect(gatheredState(evidence.capture)).toMatch(
      /^capture\/batches\.jsonl: .*reading stopped: is a folder, not a file/,
    );
    expect(gatheredState(evidence.tokenizer)).toBe('run/tokenizer.json: is a folder, not a file');
  });
});
