import { describe, expect, it } from 'vitest';
import { findAdapterPlaces } from '../../src/adapter-places.ts';
import { adapterRun } from '../../src/adapter-run.ts';
import { adapterVerdict } from '../../src/render/adapter/adapter-verdict.ts';
import { adapterRenderers } from '../../src/render/adapter/renderers.ts';
import type { AdapterReport } from '../../src/report/adapter-report.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { unitProver } from '../../src/unit-prover.ts';
import { gguf, writeGguf } from '../support/gguf.ts';
import { matrix } from '../support/run-builder.ts';
import { writeSafetensors } from '../support/safetensors.ts';
import { adapterFile, modelFile } from '../support/stories-weights.ts';
import { unsafeText } from '../support/unsafe-text.ts';

// r 2, alpha 4: every entry of the update is 2 · 2 · 0.05 · 0.25.
const [BASE, MERGED, TWICE] = [0.5, 0.55, 0.6];
const config = (changed: object = {}) => JSON.stringify({ peft_type: 'LORA', r: 2, lora_alpha: 4, ...changed });
const same = (name: string) => name;
const files = (changed: Record<string, string | Uint8Array> = {}) => ({
  'run/adapter_config.json': config(),
  'run/adapter_model.safetensors': adapterFile(same),
  'base/config.json': JSON.stringify({ architectures: ['Qwen2ForCausalLM'] }),
  'base/model.safetensors': modelFile(BASE),
  ...changed,
});
const merged = (value: number) => ({ 'merged/config.json': '{}', 'merged/model.safetensors': modelFile(value) });

async function reportOf(contents: Record<string, string | Uint8Array>, file?: string): Promise<AdapterReport> {
  const places = await findAdapterPlaces(memoryFiles(contents), file === undefined ? {} : { file });
  const report = await adapterRun(places);
  if (!report.ok) throw new Error(report.problem.reason);
  return report.value;
}

async function reasonOf(contents: Record<string, string | Uint8Array>, file?: string): Promise<string> {
  const report = await adapterRun(await findAdapterPlaces(memoryFiles(contents), file === undefined ? {} : { file }));
  return report.ok ? 'no problem' : report.problem.reason;
}

const text = (report: AdapterReport, width = 100) =>
  adapterRenderers.terminal(report, { width, colour: false, details: false });

describe('an adapter by itself', () => {
  it('has a scale, norms and the update of every module', async () => {
    const report = await reportOf({ 'adapter_config.json': config(), 'adapter_model.safetensors': adapterFile(same) });
    expect(report.modules).toHaveLength(2);
    const [module] = report.modules;
    expect(module).toMatchObject({ rank: 2, scale: 2, flags: [], updateOfWeight: null });
    expect(module?.normA).toBeCloseTo(Math.sqrt(8) * 0.25, 6);
    expect(module?.normB).toBeCloseTo(Math.sqrt(8) * 0.05, 6);
    // 16 entries of 0.05 each.
    expect(module?.updateNorm).toBeCloseTo(0.2, 6);
    expect(adapterVerdict(report).words).toBe('readable');
  });

  it('that was never trained is called so', async () => {
    const report = await reportOf(files({ 'run/adapter_model.safetensors': adapterFile(same, () => 0) }));
    expect(report.modules.map(({ flags }) => flags)).toEqual([['zero-update'], ['zero-update']]);
    expect(adapterVerdict(report)).toMatchObject({ state: 'bad', words: 'untrained' });
  });

  it('with NaN is damaged', async () => {
    const report = await reportOf(files({ 'run/adapter_model.safetensors': adapterFile(same, () => Number.NaN) }));
    expect(report.modules[0]?.flags).toContain('not-finite');
    expect(adapterVerdict(report)).toMatchObject({ state: 'bad', words: 'damaged' });
  });

  it('of mlx_lm counts by its whole scale', async () => {
    const report = await reportOf({
      'adapter_config.json': JSON.stringify({ fine_tune_type: 'lora', lora_parameters: { rank: 2, scale: 20 } }),
      'adapters.safetensors': writeSafetensors({
        'model.layers.0.self_attn.q_proj.lora_a': matrix([4, 2], 0.25),
        'model.layers.0.self_attn.q_proj.lora_b': matrix([2, 4], 0.05),
      }),
    });
    expect(report).toMatchObject({ format: 'mlx', modules: [{ rank: 2, scale: 20, flags: [] }] });
    expect(report.modules[0]?.updateNorm).toBeCloseTo(2, 5);
    expect(report.servers.map(({ server }) => server)).toContain('MLX');
  });

  it('whose factors do not multiply says so instead of a number', async () => {
    const name = 'base_model.model.model.layers.0.self_attn.q_proj';
    const report = await reportOf({
      'adapter_config.json': config(),
      'adapter_model.safetensors': writeSafetensors({
        [`${name}.lora_A.weight`]: matrix([2, 4], 1),
        [`${name}.lora_B.weight`]: matrix([4, 3], 1),
      }),
    });
    expect(report.modules[0]).toMatchObject({
      flags: ['unreadable'],
      problem: 'A [2, 4] and B [4, 3] do not multiply',
    });
  });
});

describe('an adapter against its base', () => {
  it('shows the update relative to the weight, and what servers refuse', async () => {
    const report = await reportOf(files());
    expect(report.merge).toBeUndefined();
    expect(report.modules[0]?.updateOfWeight).toBeCloseTo(0.1, 6);
    expect(report.keyMap).toMatchObject({ named: 2, matched: 2, parts: { language: 2, vision: 0, projector: 0 } });
    expect(report.servers).toMatchObject([{ server: 'Ollama', kind: 'error', keys: ['Qwen2ForCausalLM'] }]);
  });

  it('names a known renaming, and leaves the exit code open', async () => {
    const renamed = (name: string) => name.replace('model.', 'model.language_model.');
    const report = await reportOf(files({ 'run/adapter_model.safetensors': adapterFile(renamed) }));
    expect(adapterVerdict(report)).toMatchObject({ state: 'unknown', words: 'named otherwise' });
    expect(text(report)).toContain('transformers 4.52');
  });

  it('finds the names of a newer transformers in a checkpoint of an older one', async () => {
    const [newer, older] = ['model.visual.blocks.0.proj', 'visual.blocks.0.proj'];
    const report = await reportOf(
      files({
        'run/adapter_model.safetensors': writeSafetensors({
          [`base_model.model.${newer}.lora_A.weight`]: matrix([2, 4], 0.25),
          [`base_model.model.${newer}.lora_B.weight`]: matrix([4, 2], 0.05),
        }),
        'base/model.safetensors': writeSafetensors({ [`${older}.weight`]: matrix([4, 4], BASE) }),
      }),
    );
    expect(report.keyMap).toMatchObject({ named: 1, matched: 1, parts: { vision: 1 } });
    expect(adapterVerdict(report).words).toBe('named otherwise');
  });

  it('calls out names that end like a module of the base but lie elsewhere', async () => {
    const lost = (name: string) => name.replace('model.layers', 'encoder.blocks');
    const report = await reportOf(files({ 'run/adapter_model.safetensors': adapterFile(lost) }));
    expect(adapterVerdict(report)).toMatchObject({ state: 'bad', words: 'does not fit' });
    expect(report.modules[0]?.flags).toEqual(['not-in-base']);
    expect(text(report)).toContain('end like a module of the base');
  });
});

describe('a merge', () => {
  it.each([
    ['merged', MERGED, 'good'],
    ['merged-twice', TWICE, 'bad'],
    ['not-merged', BASE, 'bad'],
  ] as const)('that is %s', async (verdict, value, state) => {
    const report = await reportOf(files(merged(value)));
    expect(report.merge?.verdict).toBe(verdict);
    expect(adapterVerdict(report).state).toBe(state);
    expect(report.modules[0]?.merge?.kappa).toBeCloseTo((value - BASE) / (MERGED - BASE), 4);
  });

  it('that is right but for a NaN in the adapter is no merge to serve from', async () => {
    const nanInV = adapterFile(same, (module) => (module.endsWith('v_proj') ? Number.NaN : 0.05));
    const report = await reportOf(files({ ...merged(MERGED), 'run/adapter_model.safetensors': nanInV }));
    expect(adapterVerdict(report).state).not.toBe('good');
  });

  it('has the wrong module first', async () => {
    const [q, v] = ['model.layers.0.self_attn.q_proj.weight', 'model.layers.0.self_attn.v_proj.weight'];
    const half = writeSafetensors({
      [q]: matrix([4, 4], MERGED),
      [v]: matrix([4, 4], BASE),
      'model.embed_tokens.weight': matrix([259, 4], 0.1),
    });
    const report = await reportOf(files({ ...merged(BASE), 'merged/model.safetensors': half }));
    expect(report.merge?.verdict).toBe('partly-merged');
    expect(report.modules.map(({ tensor }) => tensor)).toEqual([v, q]);
  });

  it('stored with scales of a quantiser is not judged by its packed values', async () => {
    const scaled = writeSafetensors({
      ...Object.fromEntries(
        ['q_proj', 'v_proj'].flatMap((name) => [
          [`model.layers.0.self_attn.${name}.weight`, matrix([4, 4], 77)],
          [`model.layers.0.self_attn.${name}.weight_scale`, matrix([4, 1], 0.01)],
        ]),
      ),
      'model.embed_tokens.weight': matrix([259, 4], 0.1),
    });
    const report = await reportOf(files({ ...merged(BASE), 'merged/model.safetensors': scaled }));
    expect(report.merge).toMatchObject({ verdict: 'unknown', because: expect.stringContaining('weight_scale') });
  });

  it('is the same when its tensors are compared elsewhere, in another order', async () => {
    const places = await findAdapterPlaces(memoryFiles(files(merged(TWICE))));
    const prove = unitProver(places);
    const elsewhere = await adapterRun(places, {
      exact: true,
      proveUnits: async (units) => Promise.all([...units].reverse().map(prove)),
    });
    expect(elsewhere).toEqual(await adapterRun(places, { exact: true }));
  });
});

describe('a GGUF adapter', () => {
  const converted = (alpha: number) =>
    writeGguf({
      metadata: {
        'general.architecture': gguf.string('llama'),
        'adapter.type': gguf.string('lora'),
        'adapter.lora.alpha': { type: 'float32', value: alpha },
      },
      tensors: {
        'blk.0.attn_q.weight.lora_a': { shape: [4, 2] },
        'blk.0.attn_q.weight.lora_b': { shape: [2, 4] },
      },
    });

  it('counts alpha / rank times', async () => {
    const report = await reportOf({ 'adapter.gguf': converted(4) }, 'adapter.gguf');
    expect(report).toMatchObject({ format: 'gguf', alpha: 4, modules: [{ name: 'blk.0.attn_q', rank: 2, scale: 2 }] });
    expect(text(report)).toContain('GGUF adapter, alpha 4');
  });

  it('counts once where alpha is 0, as llama.cpp does', async () => {
    const report = await reportOf({ 'adapter.gguf': converted(0) }, 'adapter.gguf');
    expect(report.modules).toMatchObject([{ scale: 1 }]);
  });

  it('beside the adapter it was made from is compared by its factor', async () => {
    const right = await reportOf(files({ 'run/lora.gguf': converted(4) }));
    expect(right.converted).toEqual([{ path: 'lora.gguf', differences: [] }]);
    const wrong = await reportOf(
      files({ 'run/adapter_config.json': config({ use_rslora: true }), 'run/lora.gguf': converted(4) }),
    );
    expect(wrong.converted[0]?.differences).toMatchObject([{ served: 2, trained: 4 / Math.sqrt(2) }]);
    expect(text(wrong)).toContain('2 instead of 2.828');
  });

  it('that is a model is named as such', async () => {
    expect(await reasonOf({ 'model.gguf': writeGguf({}) }, 'model.gguf')).toContain('not an adapter');
  });
});

describe('what cannot be read', () => {
  const headerOf2To60 = new Uint8Array(16);
  new DataView(headerOf2To60.buffer).setBigUint64(0, 2n ** 60n, true);

  it.each([
    ['another PEFT type', { 'run/adapter_config.json': config({ peft_type: 'IA3' }) }, /PEFT type IA3/],
    ['a pickle', { 'run/adapter_model.safetensors': '', 'run/adapter_model.bin': 'x' }, /adapter_model/],
    ['a header of 2^60 bytes', { 'run/adapter_model.safetensors': headerOf2To60 }, /adapter_model\.safetensors/],
    ['a rank of zero', { 'run/adapter_config.json': config({ r: 0 }) }, /adapter_config\.json/],
  ])('%s is a reason, not an exception', async (_, changed, reason) => {
    expect(await reasonOf(files(changed))).toMatch(reason);
  });

  it('a damaged base is part of the report', async () => {
    const report = await reportOf(files({ 'base/model.safetensors': headerOf2To60, ...merged(MERGED) }));
    expect(report.merge).toMatchObject({ verdict: 'unknown' });
    expect(report.modules).toHaveLength(2);
  });

  it('no adapter at all', async () => {
    expect(await reasonOf({ 'base/config.json': '{}' })).toContain('no adapter_config.json');
  });
});

describe('the page', () => {
  it.each([60, 100, 140])('keeps to %d columns', async (width) => {
    const page = text(await reportOf(files(merged(TWICE))), width);
    expect(Math.max(...page.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(width);
    expect(page).toMatch(/^MERGED TWICE/);
  });

  it('lets no text of a file act on the terminal or in Markdown', async () => {
    const evil = (name: string) => `${name}\u001b[31m<b>|`;
    const report = await reportOf(files({ 'run/adapter_model.safetensors': adapterFile(evil) }));
    expect(unsafeText(text(report))).toBeUndefined();
    expect(adapterRenderers.markdown(report)).not.toMatch(/<b>|\u001b/);
    expect(JSON.parse(adapterRenderers.json(report))).toMatchObject({ schema: 'lockstep-adapter/1' });
  });
});
