import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainingTemplate } from '../../src/labels/trl/training-template.ts';
import { trainingTemplates } from '../../src/labels/trl/training-templates.ts';
import { sha256 } from '../../src/lib/sha256.ts';

const SHARED = new URL('../../../shared/parity/templates/', import.meta.url);
const isThere = existsSync(SHARED);
const read = (name: string) => readFileSync(new URL(`${name}.jinja`, SHARED), 'utf8');

describe('the hash', () => {
  it('is SHA-256 for texts of every length and script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
    // Around the ends of blocks of 64 bytes.
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128])
      expect(sha256('x'.repeat(length))).toBe(createHash('sha256').update('x'.repeat(length)).digest('hex'));
  });
});

describe('training variants', () => {
  it('name each template once, with edits in order', () => {
    expect(new Set(trainingTemplates.map((entry) => entry.sha256)).size).toBe(trainingTemplates.length);
    for (const { family, edits } of trainingTemplates) {
      const ends = edits.map(([offset, removed]) => offset + removed);
      expect(
        edits.every(([offset], index) => index === 0 || offset >= (ends[index - 1] ?? 0)),
        family,
      ).toBe(true);
    }
  });

  it('are none for a template nobody bundles', () =>
    expect(trainingTemplate('{{ messages }}', [1, 13, 0])).toBeUndefined());

  const originals = isThere
    ? readdirSync(SHARED)
        .map((name) => name.replace('.jinja', ''))
        .filter((name) => existsSync(new URL(`${name}_training.jinja`, SHARED)))
    : [];
  it.skipIf(!isThere).each(originals)('%s becomes TRL’s text to the last character', (name) => {
    expect(trainingTemplate(read(name), [1, 13, 0])?.source).toBe(read(`${name}_training`));
    expect(trainingTemplate(`${read(name)} `, [1, 13, 0])).toBeUndefined();
  });

  it.skipIf(!isThere)('come with the release that brought them', () => {
    expect(trainingTemplate(read('qwen2_5'), [1, 0, 0])).toBeUndefined();
    expect(trainingTemplate(read('qwen2_5'), [1, 1, 0])?.family).toBe('qwen2_5');
  });
});
