import { describe, expect, test } from 'vitest';
import { gatherGguf } from '../../src/gather/gguf.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import type { RunFiles } from '../../src/source/run-files.ts';
import { byteGguf } from '../support/byte-gguf.ts';
import { gatheredState, gatheredValue } from '../support/gathered-value.ts';
import { gguf, writeGguf } from '../support/gguf.ts';

function located(bytes: Uint8Array, files: RunFiles = memoryFiles({ 'm.gguf': bytes })) {
  return { files, path: 'm.gguf', shown: 'served/m.gguf', size: bytes.length };
}

describe('the header of a GGUF', () => {
  test('says what the model is, in words', async () => {
    const bytes = byteGguf({
      'tokenizer.ggml.eot_token_id': gguf.u32(258),
      'tokenizer.ggml.eos_token_ids': gguf.i32s([258, 256]),
      'tokenizer.chat_template.tool_use': gguf.string('tools'),
      'general.sampling.top_k': gguf.u32(40),
    });
    expect(gatheredValue(await gatherGguf(located(bytes)))).toMatchObject({
      path: 'served/m.gguf',
      version: 3,
      name: 'Ladders',
      architecture: 'llama',
      quantisation: 'Q4_K_M',
      tensors: 1,
      tensorTypes: { F32: 1 },
      templates: [{ name: 'default' }, { name: 'tool_use', source: 'tools' }],
      tokenizer: {
        model: 'gpt2',
        special: { eos: 258, eot: 258, padding: 256 },
        eosIds: [258, 256],
        addBos: false,
        addEos: false,
      },
      sampling: { top_k: 40 },
      damage: [],
    });
  });

  test('an adapter has its type and alpha, and no tokenizer', async () => {
    const bytes = writeGguf({
      metadata: { 'adapter.type': gguf.string('lora'), 'adapter.lora.alpha': { type: 'float32', value: 32 } },
    });
    const model = gatheredValue(await gatherGguf(located(bytes)));
    expect(model).toMatchObject({ adapter: { type: 'lora', alpha: 32 } });
    expect(model.tokenizer).toBeUndefined();
  });

  test('keys of another type than readers expect are damage, and are left out', async () => {
    const bytes = byteGguf({ 'tokenizer.ggml.eos_token_id': gguf.string('258'), 'general.file_type': gguf.u32(99) });
    const model = gatheredValue(await gatherGguf(located(bytes)));
    expect(model.damage).toEqual([
      { path: 'served/m.gguf', reason: 'tokenizer.ggml.eos_token_id has an unexpected type' },
    ]);
    expect(model.tokenizer?.special.eos).toBeUndefined();
    expect(model.quantisation).toBe('file type 99');
  });

  test('is read by ranges, however long it is, and no tensor with it', async () => {
    const template = 'x'.repeat(3_000_000);
    const bytes = writeGguf({
      metadata: { 'tokenizer.chat_template': gguf.string(template) },
      tensors: { 'token_embd.weight': { shape: [1024, 4096] } },
    });
    const files = memoryFiles({ 'm.gguf': bytes });
    let furthest = 0;
    const watched: RunFiles = {
      ...files,
      slice: (path, start, end) => {
        furthest = Math.max(furthest, end);
        return files.slice(path, start, end);
      },
    };
    const model = gatheredValue(await gatherGguf(located(bytes, watched)));
    expect(model.templates[0]?.source).toHaveLength(3_000_000);
    expect(furthest).toBeLessThan(bytes.length / 3);
  });

  test('a file that is cut, and one that shrinks while it is read', async () => {
    const bytes = byteGguf();
    expect(gatheredState(await gatherGguf(located(bytes.subarray(0, 600))))).toMatch(/^served\/m\.gguf: .*it was cut/);
    const shrunk = { ...located(bytes), files: memoryFiles({ 'm.gguf': bytes.subarray(0, 600) }) };
    expect(gatheredState(await gatherGguf(shrunk))).toContain('became shorter');
  });
});
