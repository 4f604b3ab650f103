import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgeClauses } from '../../src/causes/judge-clauses.ts';
import { checks } from '../../src/checks/registry.ts';
import type { CheckResult } from '../../src/checks/run-checks.ts';
import { sectionOf } from '../support/doc-pages.ts';

const page = readFileSync(new URL('../../docs/severity.md', import.meta.url), 'utf8');
const [, table = ''] = sectionOf(page, 'Clauses').split('What has to be seen');

/** Per clause the groups of checks of which one must pass: `a, b, and c or d`. */
const needed = [...table.matchAll(/^\| `([a-z-]+)` +\| (.+) \|$/gm)].map(([, clause = '', cell = '']) => ({
  clause,
  groups: cell
    .split(/,(?: and)? /)
    .map((part) => [...part.matchAll(/\[([a-z]+\/[a-z-]+)\]/g)].map(([, id = '']) => id)),
}));

describe('docs/severity.md', () => {
  test('says of each clause what has to be seen', () => {
    expect(needed.map(({ clause }) => clause)).toEqual(stateOf().map(({ id }) => id));
    expect(stateOf().map(({ state }) => state)).toEqual(needed.map(() => 'holds'));
  });

  test.each(needed)('$clause is unknown without any one of them', ({ clause, groups }) => {
    for (const group of groups) {
      expect(stateOf(...group).find(({ id }) => id === clause)?.state).toBe('unknown');
      // Of two with "or" one is enough.
      for (const id of group.slice(1)) expect(stateOf(id).find((one) => one.id === clause)?.state).toBe('holds');
    }
  });

  test.each(needed)('$clause holds without any other check', ({ clause, groups }) => {
    const listed = new Set(groups.flat());
    const others = checks.map(({ id }) => id).filter((id) => !listed.has(id));
    expect(stateOf(...others).find(({ id }) => id === clause)?.state).toBe('holds');
  });
});

/** The clauses when every check passes but those. */
function stateOf(...without: readonly string[]) {
  const results: CheckResult[] = checks.map((check) => ({
    check,
    outcome: without.includes(check.id)
      ? { kind: 'not-applicable', because: 'it is left out' }
      : { kind: 'pass', saw: 'all is well' },
  }));
  return judgeClauses(results);
}
