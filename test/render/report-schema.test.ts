import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { renderJson } from '../../src/render/json.ts';
import { reportSchemaText } from '../../tools/report-schema.mjs';
import { brokenReport, healthyReport } from '../support/sample-report.ts';

test('docs/report.schema.json is the schema of today’s report (else run: npm run build)', async () => {
  expect(await readFile(new URL('../../docs/report.schema.json', import.meta.url), 'utf8')).toBe(
    await reportSchemaText(),
  );
});

test('the JSON reports follow the published schema, and a report without a verdict does not', async () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(await reportSchemaText()));
  for (const report of [brokenReport, healthyReport]) expect(validate(JSON.parse(renderJson(report)))).toBe(true);
  expect(validate({ ...JSON.parse(renderJson(healthyReport)), verdict: undefined })).toBe(false);
});
