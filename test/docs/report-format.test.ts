import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fencesOf, proseOf } from '../support/doc-pages.ts';

const docs = new URL('../../docs/', import.meta.url);
const page = readFileSync(new URL('report-format.md', docs), 'utf8');

test('every field of the schema is explained', () => {
  const schema: unknown = JSON.parse(readFileSync(new URL('report.schema.json', docs), 'utf8'));
  const spans = [...proseOf(page).matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
  const known = new Set(
    [...spans, ...fencesOf(page).map(({ body }) => body)].flatMap((text) => text.match(/\w+/g) ?? []),
  );
  const fields = [...new Set(fieldsOf(schema))];
  expect(fields.length).toBeGreaterThan(100);
  expect(fields.filter((field) => !known.has(field))).toEqual([]);
});

/** The names of all properties, at any depth. */
function fieldsOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(fieldsOf)];
}
