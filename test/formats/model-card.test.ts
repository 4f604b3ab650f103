import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readModelCard } from '../../src/formats/model-card.ts';

const CARD = `---
library_name: peft
base_model: ../base
tags:
- trl
---

# Model Card

## Training
- Not: 1.0.0

### Framework versions

- PEFT 0.21.0
- TRL: 1.13.0
- Transformers: 5.18.0.dev0
- Pytorch: 2.13.0+cpu
- Datasets: soon

## Citations
- Later: 3.0
`;

it('reads versions and base model, with either line end', () => {
  for (const text of [CARD, CARD.replaceAll('\n', '\r\n'), `\ufeff${CARD}`]) {
    const card = readModelCard(text);
    expect(Object.fromEntries(card.versions)).toEqual({
      peft: '0.21.0',
      trl: '1.13.0',
      transformers: '5.18.0.dev0',
      torch: '2.13.0+cpu',
    });
    expect(card.baseModels).toEqual(['../base']);
    expect(card.frontMatterProblem).toBe(undefined);
  }
});

it('reads several base models', () => {
  expect(readModelCard('---\nbase_model:\n- a/b\n- c\n---\n').baseModels).toEqual(['a/b', 'c']);
});

it('keeps the versions when the front matter is damaged', () => {
  const cases = [
    ['base_model: ../base', 'base_model: [', 'not YAML'],
    ['base_model: ../base', 'base_model: 3', 'neither a name'],
    ['base_model: ../base', `deep: ${'['.repeat(20_000)}`, 'front matter'],
    ['\n---\n', '\n', 'not closed'],
  ] as const;
  for (const [from, to, problem] of cases) {
    const card = readModelCard(CARD.replace(from, to));
    expect(card.frontMatterProblem, to.slice(0, 30)).toContain(problem);
    expect(card.versions.get('trl')).toBe('1.13.0');
    expect(card.baseModels).toEqual([]);
  }
});

it('does not expand an alias bomb', () => {
  const levels = Array.from({ length: 12 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`);
  const card = readModelCard(`---\nl0: &l0 [x]\n${levels.join('\n')}\nbase_model: a\n---\n`);
  expect(card.frontMatterProblem).toContain('beyond reason');
});

it('has nothing to say about other texts, and never throws', () => {
  expect(readModelCard('')).toEqual({ versions: new Map(), baseModels: [] });
  expect(readModelCard('# Hello\n---\nbase_model: x\n---\n')).toEqual({ versions: new Map(), baseModels: [] });
  fc.assert(
    fc.property(fc.string(), (yaml) => {
      expect(readModelCard(`---\n${yaml}\n---\n`)).toHaveProperty('versions');
    }),
  );
});
