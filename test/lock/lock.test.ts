import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freezeRun } from '../../src/freeze-run.ts';
import { compareLocks } from '../../src/lock/compare-locks.ts';
import { LOCK_SECTIONS, type Lock, type LockSection } from '../../src/lock/lock.ts';
import type { DifferenceWeight } from '../../src/lock/lock-difference.ts';
import { parseLock } from '../../src/lock/parse-lock.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { tokenizerJson } from '../support/byte-tokenizer.ts';
import { buildRun, chatTemplate, type RunOverrides } from '../support/run-builder.ts';

const freezeBuilt = (overrides: RunOverrides = {}): Promise<Lock> => freezeRun(buildRun(overrides).files);

/** `section weight` of every difference between the healthy run and a changed one. */
async function changesOf(overrides: RunOverrides): Promise<readonly string[]> {
  const differences = compareLocks(await freezeBuilt(), await freezeBuilt(overrides));
  for (const { what, why, fix } of differences)
    for (const words of [what, why, fix]) expect(words).toMatch(/^[A-Z\d].*\.$/s);
  return differences.map(({ section, weight }) => `${section} ${weight}`);
}

const withImages = {
  'run/preprocessor_config.json': '{"image_processor_type":"X","min_pixels":3136,"max_pixels":50176}',
};

describe('freezing', () => {
  test('sees every part of a complete run, the same each time, and its text can be read again', async () => {
    const lock = await freezeBuilt({ files: withImages });
    expect(LOCK_SECTIONS.filter((section) => lock[section].state === 'unknown')).toEqual([]);
    const text = JSON.stringify(lock);
    expect(JSON.stringify(await freezeBuilt({ files: withImages }))).toBe(text);
    expect(parseLock(text)).toEqual({ ok: true, value: lock });
  });

  test('keys of settings are in order, whatever their order in the files', async () => {
    const { images } = await freezeBuilt({
      files: { 'run/preprocessor_config.json': '{"size":{"a":1},"merge_size":2,"do_resize":true}' },
    });
    expect(images).toMatchObject({ state: 'frozen' });
    expect(images.state === 'frozen' ? Object.keys(images.value) : []).toEqual(['do_resize', 'merge_size', 'size']);
  });

  test('probes have the ids of their text; those that the template refuses say so', async () => {
    const { probes } = await freezeBuilt();
    const question = probes.state === 'frozen' ? probes.value.find(({ id }) => id === 'question') : undefined;
    const text = '<|im_start|>user\nWhich of them is it?<|im_end|>\n<|im_start|>assistant\n';
    expect(question).toMatchObject({ state: 'rendered', text });
    const refusing = await freezeBuilt({ files: { 'run/chat_template.jinja': "{{ raise_exception('never') }}" } });
    expect(refusing.probes).toMatchObject({
      value: expect.arrayContaining([{ id: 'question', state: 'refused', because: 'never' }]),
    });
  });

  test('what is missing or damaged is unknown, with the file', async () => {
    const lock = await freezeBuilt({
      files: { 'capture/batches.jsonl': null, 'run/adapter_model.safetensors': 'x', 'run/tokenizer.json': '{' },
    });
    const because = (section: LockSection) => {
      const part = lock[section];
      return part.state === 'unknown' ? part.because : 'frozen';
    };
    expect(because('mask')).toContain('capture/batches.jsonl');
    expect(because('adapter')).toContain('run/adapter_model.safetensors');
    expect(because('tokenizer')).toContain('run/tokenizer.json');
    expect(because('probes')).toContain('run/tokenizer.json');
  });

  test('a folder that is served speaks for itself', async () => {
    const { contents } = buildRun();
    const served = memoryFiles({
      'tokenizer.json': String(contents['run/tokenizer.json']),
      'tokenizer_config.json': String(contents['run/tokenizer_config.json']),
      'chat_template.jinja': chatTemplate,
      'generation_config.json': '{"eos_token_id": 258, "do_sample": false}',
    });
    const differences = compareLocks(await freezeBuilt(), await freezeRun(served));
    expect(differences.filter(({ weight }) => weight === 'breaks')).toEqual([]);
    expect(differences.filter(({ weight }) => weight === 'unknown').map(({ section }) => section)).toEqual([
      'versions',
      'mask',
      'lengths',
      'adapter',
      'base',
    ]);
  });
});

describe('two locks', () => {
  test('of the same run have no difference', async () => {
    expect(await changesOf({})).toEqual([]);
  });

  const respelt = `{# the same in other words #}${chatTemplate}`;
  const otherVocabulary = JSON.stringify(tokenizerJson).replace('"A":65', '"A":66').replace('"B":66', '"B":65');
  test.each<[string, RunOverrides, readonly `${LockSection} ${DifferenceWeight}`[]]>([
    [
      'a template that renders otherwise',
      { files: { 'run/chat_template.jinja': chatTemplate.replace("'\\n'", "' '") } },
      ['template note', 'probes breaks'],
    ],
    ['a template that renders the same', { files: { 'run/chat_template.jinja': respelt } }, ['template note']],
    [
      'a tokenizer saved again',
      { files: { 'run/tokenizer.json': JSON.stringify(tokenizerJson, null, 1) } },
      ['tokenizer note'],
    ],
    ['two ids swapped', { files: { 'run/tokenizer.json': otherVocabulary } }, ['tokenizer breaks', 'probes breaks']],
    [
      'another library',
      { capture: { versions: { trl: '1.14.0', transformers: '5.18.0', peft: '0.21.0' } } },
      ['versions note'],
    ],
    ['loss on everything', { labels: (ids) => ids }, ['mask breaks']],
    ['another adapter', { loraB: 0.5 }, ['adapter breaks']],
    ['another rank', { adapterConfig: { lora_alpha: 99 } }, ['adapter breaks']],
    ['sampling', { generation: { do_sample: true } }, ['decoding breaks']],
    ['a setting more', { generation: { top_k: 20 } }, ['decoding note']],
    ['no capture any more', { files: { 'capture/batches.jsonl': null } }, ['mask unknown']],
  ])('%s', async (_, overrides, changes) => {
    expect(await changesOf(overrides)).toEqual(changes);
  });

  test('the end-of-turn token is no longer the EOS: the special token and the stop set broke', async () => {
    const files = { 'run/tokenizer_config.json': '{"eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}' };
    const changes = await changesOf({ files });
    expect(changes).toContain('specialIds breaks');
  });

  test('the image policy', async () => {
    const before = await freezeBuilt({ files: withImages });
    const after = await freezeBuilt({
      files: { 'run/preprocessor_config.json': '{"image_processor_type":"X","min_pixels":3136}' },
    });
    expect(compareLocks(before, after)).toMatchObject([
      { section: 'images', weight: 'breaks', details: ['max_pixels: 50176 → not set'] },
    ]);
  });

  test('a probe says how many tokens it gained and lost', async () => {
    const system = chatTemplate.replace('{% for', "{{ '<|im_start|>system\\nBe kind.<|im_end|>\\n' }}{% for");
    const after = await freezeBuilt({ files: { 'run/chat_template.jinja': system } });
    const probes = compareLocks(await freezeBuilt(), after).find(({ section }) => section === 'probes');
    expect(probes?.details[0]).toMatch(/^question: 0 tokens lost, 18 gained; \+/);
  });

  test('captured rows that are shuffled are no difference', async () => {
    const lines = String(buildRun().contents['capture/batches.jsonl']).trim().split('\n');
    expect(await changesOf({ files: { 'capture/batches.jsonl': lines.toReversed().join('\n') } })).toEqual([]);
  });
});

describe('a lock file', () => {
  test.each([
    ['is empty', '', /./],
    ['is cut', '{"schema": "lockstep-lock/1", ', /./],
    ['is something else', '{"lockfileVersion": 3}', /no lock of Lockstep/],
    ['is a list', '[]', /no lock of Lockstep/],
    ['is of another version', '{"schema": "lockstep-lock/2"}', /lockstep-lock\/2.*freeze again/],
    ['lacks its parts', '{"schema": "lockstep-lock/1"}', /./],
  ])('that %s is refused', (_, text, reason) => {
    expect(parseLock(text)).toMatchObject({ ok: false, problem: { reason: expect.stringMatching(reason) } });
  });

  test('with one value of another type is refused with its key, never half read', async () => {
    const lock = await freezeBuilt();
    const damaged = JSON.stringify({ ...lock, stop: { state: 'frozen', value: { endsAnswers: ['x'], stopsAt: [] } } });
    expect(parseLock(damaged)).toMatchObject({ ok: false, problem: { key: expect.stringContaining('stop') } });
  });

  test('whatever stands at any place of it, reading gives a lock or a problem', async () => {
    const lock = await freezeBuilt();
    fc.assert(
      fc.property(fc.constantFrom(...LOCK_SECTIONS), fc.jsonValue(), (section, value) => {
        const read = parseLock(JSON.stringify({ ...lock, [section]: value }));
        if (read.ok) expect(compareLocks(lock, read.value)).toBeInstanceOf(Array);
        else expect(read.problem.reason).not.toBe('');
      }),
    );
  });
});
