import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseLockstepYaml } from '../../src/gather/lockstep-yaml.ts';
import { parseTask } from '../../src/scoring/task.ts';
import { docPages, fencesOf } from '../support/doc-pages.ts';

describe('docs/run-folder.md', () => {
  const page = readFileSync(new URL('../../docs/run-folder.md', import.meta.url), 'utf8');
  const files = fencesOf(page).flatMap(({ language, body }) => (language === 'yaml' ? [body] : []));

  test('has a whole lockstep.yaml and one of each further task', () => expect(files).toHaveLength(3));

  test.each(files)('is understood without a complaint: %s', (text) => {
    const parsed = parseLockstepYaml('lockstep.yaml', text);
    expect(parsed).toMatchObject({ ok: true, value: { damage: [] } });
    if (parsed.ok) expect(parseTask(parsed.value.task)).toMatchObject({ ok: true });
  });
});

test('what is shown as JSON is JSON, whole or line by line', () => {
  const blocks = docPages().flatMap(({ path, text }) =>
    fencesOf(text).flatMap(({ language, body }) => (language === 'json' ? [{ path, body }] : [])),
  );
  expect(blocks.length).toBeGreaterThan(40);
  // The page on damaged files shows one.
  const broken = blocks.filter(({ path, body }) => !isJson(body) && !path.endsWith('evidence/file-damaged.md'));
  expect(broken).toEqual([]);
});

function isJson(text: string): boolean {
  return parses(text) || text.trim().split('\n').every(parses);
}

function parses(text: string): boolean {
  try {
    // Python's json writes NaN where a loss is none.
    JSON.parse(text.replaceAll(': NaN', ': null'));
    return true;
  } catch {
    return false;
  }
}
