import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Clue } from '../../src/causes/define-cause.ts';
import { causes } from '../../src/causes/registry.ts';
import type { AnyCheck } from '../../src/checks/define-check.ts';
import { checks } from '../../src/checks/registry.ts';
import { fencesOf, messagePattern, sectionOf } from '../support/doc-pages.ts';

/** What docs/architecture.md calls a clue of so many nats. */
const STRENGTHS = [
  ['Strong', 5],
  ['Clear', 2],
  ['Weak', 0],
] as const;

/** What a check saw, and in parentheses (which may hold others) what that says of the cause. */
const FOR_LINE = /^(.*) \(([^()]*(?:\([^()]*\)[^()]*)*)\)$/;

describe.each(causes.map((cause) => [cause.id, cause] as const))('docs/causes/%s.md', (id, cause) => {
  const page = readFileSync(new URL(`../../docs/causes/${id}.md`, import.meta.url), 'utf8');
  const speaks = { for: sectionOf(page, 'What speaks for it'), against: sectionOf(page, 'What speaks against it') };

  test('is titled as the cause', () => {
    expect(page.split('\n')[0]).toBe(`# ${cause.title}`);
  });

  test('names every clue, on its side', () => {
    const missing = cause.clues.filter(({ check, weight }) => {
      // "The same check passes" need not name it again.
      const side = weight > 0 ? speaks.for : speaks.for + speaks.against;
      return !side.includes(`[${check}]`);
    });
    expect(missing.map(({ check, when }) => `${check} ${when}`)).toEqual([]);
  });

  test.each(['for', 'against'] as const)('says rightly how strong the clues %s it are', (side) => {
    const clues: readonly Clue[] = cause.clues;
    const wrong = bulletsOf(speaks[side]).flatMap(({ strength, checks }) =>
      checks.filter((check) => !clues.some((clue) => clue.check === check && strengthOf(clue, side) === strength)),
    );
    expect(wrong).toEqual([]);
  });
});

describe.each(causes.map((cause) => [cause.id, cause] as const))('docs/causes/%s.md, In the report', (id, cause) => {
  const page = readFileSync(new URL(`../../docs/causes/${id}.md`, import.meta.url), 'utf8');
  const [, below = ''] = sectionOf(page, 'What speaks for it').split('In the report:\n');
  const lines = (fencesOf(below)[0]?.body ?? '').split(/^for {3}/m).slice(1);
  const shown = lines.map((text) => FOR_LINE.exec(text.trim().replace(/\s+/g, ' ')));

  test('shows what speaks for it as the report words it', () => {
    expect(shown.length).toBeGreaterThan(0);
    for (const one of shown) {
      const [, saw = '', because = ''] = one ?? [];
      const clues: readonly Clue[] = cause.clues.filter(({ weight }) => weight > 0);
      const own = clues.filter((clue) => clue.because === because);
      expect(own, because).not.toEqual([]);
      expect(
        own.some((clue) => clue.when === 'pass' || isFinding(saw, clue.check)),
        saw,
      ).toBe(true);
    }
  });
});

function isFinding(saw: string, id: string): boolean {
  const all: readonly AnyCheck[] = checks;
  const messages = all.find((check) => check.id === id)?.messages ?? {};
  return Object.values(messages).some(({ what }) => messagePattern(what).test(saw));
}

interface Bullet {
  readonly strength: string;
  readonly checks: readonly string[];
}

/** `- Strong: [labels/answer-cut](…) fails.` */
function bulletsOf(section: string): readonly Bullet[] {
  return [...section.matchAll(/^- (Strong|Clear|Weak): (.+)$/gm)].map(([, strength = '', text = '']) => ({
    strength,
    checks: [...text.matchAll(/\[([a-z]+\/[a-z-]+)\]/g)].flatMap(([, check = '']) => check),
  }));
}

function strengthOf({ weight }: Clue, side: 'for' | 'against'): string | undefined {
  if (weight > 0 !== (side === 'for')) return undefined;
  return STRENGTHS.find(([, least]) => Math.abs(weight) >= least)?.[0];
}
