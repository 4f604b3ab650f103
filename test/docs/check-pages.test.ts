import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checks } from '../../src/checks/registry.ts';
import { fencesOf, messagePattern, sectionOf } from '../support/doc-pages.ts';

/** Lists of what was found, which may be empty. */
const ALWAYS_THERE: ReadonlySet<string> = new Set(['layout', 'sideFiles']);

describe.each(checks.map((check) => [check.id, check] as const))('docs/checks/%s.md', (id, check) => {
  const page = readFileSync(new URL(`../../docs/checks/${id}.md`, import.meta.url), 'utf8');
  const source = readFileSync(new URL(`../../src/checks/${id}.ts`, import.meta.url), 'utf8');

  test('is titled as the check', () => {
    expect(page.split('\n')[0]).toBe(`# ${check.title}`);
  });

  test('shows a finding as the report words it', () => {
    const shown = reportIn(page);
    const patterns = Object.values(check.messages).map(({ what }) => messagePattern(what));
    expect(shown.fails).not.toBe('');
    expect(shown.passes).not.toBe('');
    expect(patterns.some((one) => one.test(shown.fails))).toBe(true);
  });

  // Read from the source, since no run of a check shows all that it can say.
  test.each([
    ['unknown', /kind: 'unknown'|judgePairs\(|predictedLabels\(/, /\bunknown\b|cannot (be told|tell)/i],
    [
      'not applicable',
      /kind: 'not-applicable'|predictedLabels\(/,
      /not applicable|not apply|only for|^only|not for /im,
    ],
  ])('says when it is %s', (_, canBe, says) => {
    if (!canBe.test(source)) return;
    expect(sectionOf(page, 'How it is found')).toMatch(says);
  });

  test('says what it is blocked without', () => {
    const needed = check.needs.filter((name) => !ALWAYS_THERE.has(name));
    expect(/blocked/i.test(sectionOf(page, 'How it is found'))).toBe(needed.length > 0);
  });
});

/** The two lines of `In the report:`, without the line breaks of the layout. */
function reportIn(page: string): { readonly fails: string; readonly passes: string } {
  const [, below = ''] = sectionOf(page, 'Example').split('In the report:\n');
  const text = fencesOf(below)[0]?.body ?? '';
  const [, fails = '', passes = ''] = /^fails {3}([\s\S]*?)\npasses {2}([\s\S]*)$/.exec(text) ?? [];
  return { fails: joined(fails), passes: joined(passes) };
}

function joined(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
