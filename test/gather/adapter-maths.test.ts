import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loraPairs } from '../../src/adapter/lora-pairs.ts';
import { moduleScale } from '../../src/adapter/module-scale.ts';
import { productNorm } from '../../src/adapter/product-norm.ts';

const settings = { r: 16, loraAlpha: 32, useRslora: false, rankPattern: {}, alphaPattern: {} };

describe('the scale of a module', () => {
  it('is alpha / r, or alpha / √r with rslora', () => {
    expect(moduleScale(settings, 'model.layers.0.q_proj')).toBe(2);
    expect(moduleScale({ ...settings, useRslora: true }, 'model.layers.0.q_proj')).toBe(8);
  });

  it('takes the first pattern that ends the path at a dot, as PEFT does', () => {
    const patterned = {
      ...settings,
      rankPattern: { 'layers\\.[01]\\.q_proj': 4, q_proj: 8 },
      alphaPattern: { q_proj: 64 },
    };
    expect(moduleScale(patterned, 'model.layers.1.q_proj')).toBe(16);
    expect(moduleScale(patterned, 'model.layers.2.q_proj')).toBe(8);
    expect(moduleScale(patterned, 'model.layers.2.xq_proj')).toBe(2);
    expect(moduleScale(patterned, 'q_proj')).toBe(8);
  });

  it('is unknown where a pattern is no regular expression or could run for ever', () => {
    expect(moduleScale({ ...settings, rankPattern: { '(': 4 } }, 'a')).toBeUndefined();
    expect(moduleScale({ ...settings, rankPattern: { '(a+)+b': 4 } }, 'a'.repeat(200))).toBeUndefined();
    expect(moduleScale({ ...settings, rankPattern: { '.*.*.*.*x': 4 } }, 'a'.repeat(200))).toBeUndefined();
  });
});

describe('the norm of B·A', () => {
  it('is that of the product formed in full', () => {
    const size = fc.integer({ min: 1, max: 6 });
    const shapes = fc.tuple(size, size, size).chain(([rank, inputs, outputs]) => {
      const matrix = (length: number) =>
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: length, maxLength: length });
      return fc.record({
        rank: fc.constant(rank),
        inputs: fc.constant(inputs),
        outputs: fc.constant(outputs),
        a: matrix(rank * inputs),
        b: matrix(outputs * rank),
      });
    });
    fc.assert(
      fc.property(shapes, ({ rank, inputs, outputs, a, b }) => {
        let squares = 0;
        for (let row = 0; row < outputs; row++) {
          for (let column = 0; column < inputs; column++) {
            let sum = 0;
            for (let at = 0; at < rank; at++) sum += (b[row * rank + at] ?? 0) * (a[at * inputs + column] ?? 0);
            squares += sum * sum;
          }
        }
        const norm = productNorm({ a: Float64Array.from(a), b: Float64Array.from(b), rank });
        // The trace cancels where the product is small beside its factors.
        const size = Math.hypot(...a) * Math.hypot(...b);
        expect(Math.abs(norm ** 2 - squares)).toBeLessThanOrEqual(1e-12 * size ** 2 + 1e-300);
      }),
    );
  });

  it('leaves out what is not finite', () => {
    const a = Float64Array.of(3, Number.NaN);
    expect(productNorm({ a, b: Float64Array.of(2), rank: 1 })).toBe(6);
  });
});

describe('the tensors of an adapter', () => {
  it('are paired by module, embeddings apart, halves left out', () => {
    const names = [
      'base_model.model.model.layers.0.q_proj.lora_B.weight',
      'base_model.model.model.layers.0.q_proj.lora_A.weight',
      'base_model.model.model.embed_tokens.lora_embedding_A',
      'base_model.model.model.embed_tokens.lora_embedding_B',
      'base_model.model.model.layers.0.v_proj.lora_A.weight',
      'base_model.model.lm_head.weight',
    ];
    expect(loraPairs(names).map(({ module, kind }) => [module, kind])).toEqual([
      ['model.embed_tokens', 'embedding'],
      ['model.layers.0.q_proj', 'linear'],
    ]);
  });
});
