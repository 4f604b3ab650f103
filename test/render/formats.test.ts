import { describe, expect, test } from 'vitest';
import { renderJson } from '../../src/render/json.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { renderSarif } from '../../src/render/sarif.ts';
import { brokenReport, healthyReport } from '../support/sample-report.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const reports = [brokenReport, healthyReport];

describe('JSON', () => {
  test('is the report, whole, and holds no unsafe character', () => {
    for (const report of reports) {
      const text = renderJson(report);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
      expect(unsafeText(text)).toBeUndefined();
    }
  });

  test('does not depend on the order in which the report was put together', () => {
    const { schema, verdict, ...rest } = brokenReport;
    const versions = Object.fromEntries(Object.entries(brokenReport.run.versions).reverse());
    const shuffled = { ...rest, run: { versions, folder: brokenReport.run.folder }, verdict, schema };
    expect(renderJson(shuffled)).toBe(renderJson(brokenReport));
  });
});

describe('Markdown', () => {
  const text = renderMarkdown(brokenReport);

  test('holds no unsafe character and is short enough for a comment', () => {
    for (const report of reports) {
      expect(unsafeText(renderMarkdown(report))).toBeUndefined();
      expect(renderMarkdown(report).length).toBeLessThan(65_536);
    }
  });

  test('outside code nothing from files is HTML, a link, an image, a mention or an issue', () => {
    const prose = text.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, 'CODE').replaceAll('<!-- -->', '\u0001');
    expect(prose).not.toMatch(/<[a-z/!]/i);
    expect(prose).not.toMatch(/[^\\]\]\(/);
    expect(prose).not.toMatch(/@\w|[^\\#]#\d/);
    expect(prose).not.toMatch(/https?:\/\//);
    expect(text).toContain('\\[link\\]\\(javascript:alert\\(1\\)\\) @<!-- -->everyone');
  });

  test('tables have as many cells in every line as in the head', () => {
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    for (const table of text.split('\n\n').filter((block) => block.startsWith('|'))) {
      const [head = '', ...rows] = table.trimEnd().split('\n');
      for (const row of rows) expect(cells(row)).toBe(cells(head));
    }
  });

  test('every failed check says what, why and fix', () => {
    const failed = brokenReport.checks.filter((check) => check.outcome === 'fail');
    for (const check of failed) expect(text).toContain(`**${check.severity}** \`${check.id}\``);
    const count = (pattern: RegExp) => text.match(pattern)?.length;
    const findings = failed.flatMap((check) => check.findings).length;
    expect(count(/^ {2}- why: \S/gm)).toBe(findings);
    expect(count(/^ {2}- \*\*fix:\*\* \S/gm)).toBe(findings);
    expect(text).toContain('1,200 of 1,200 captured rows have a label on the line break');
  });

  test('a report too long for a comment loses its last sections and says so', () => {
    const row = brokenReport.checks[0];
    const many = Array.from({ length: 200 }, () => row).flatMap((check) => (check === undefined ? [] : [check]));
    const long = renderMarkdown({ ...brokenReport, checks: many });
    expect(long.length).toBeLessThan(65_536);
    expect(long).toContain('Left out for length');
  });
});

test('every format says what, why and fix of every failed check', () => {
  const findings = brokenReport.checks.flatMap((check) => check.findings);
  const inJson: unknown = JSON.parse(renderJson(brokenReport));
  expect(inJson).toMatchObject({
    checks: brokenReport.checks.map((check) => ({ id: check.id, findings: check.findings })),
  });
  const sarif = renderSarif(brokenReport);
  for (const finding of findings) expect(sarif).toContain(JSON.stringify(finding.fix).slice(1, -1));
});
