import { expect, test } from 'vitest';
import { lintRun } from '../../src/lint-run/lint-run.ts';
import { renderData } from '../../src/render/data/render-data.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { describePage } from '../support/page-browser.ts';

const NASTY = '<img src=x onerror="document.title=1">\u202e</script>';

/** 60 questions of which 10 are asked twice, with another answer the second time. */
async function html(): Promise<string> {
  const rows = Array.from({ length: 70 }, (_, index) => ({
    prompt: `${NASTY} Is ladder ${(index % 60) * 7919} at door ${(index % 60) * 31} safe?`,
    completion: (index % 2 === 0) === index < 60 ? 'safe' : 'unsafe',
  }));
  const files = memoryFiles({ 'train.jsonl': rows.map((row) => JSON.stringify(row)).join('\n') });
  const report = await lintRun({ files });
  if (!report.ok) throw new Error(report.problem.reason);
  return renderData(report.value, 'html', { width: 100, colour: false, details: false });
}

describePage('the page of lint', (open) => {
  test.each([380, 1280])('at %i pixels a finding leads to its rows, and hostile rows stay text', async (width) => {
    const { page, complaints } = await open(await html(), { width });
    expect(await page.locator('h1').textContent()).toBe('1 error, 1 warning on 70 training rows');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const figure = page.locator('#findings button.figure-cell').first();
    expect(await figure.textContent()).toContain('20 of 70');
    await figure.click();
    expect(await page.locator('#samples-title').textContent()).toContain('error, answers-conflict');
    expect(await page.locator('.sample').count()).toBe(20);
    expect(await page.locator('.sample').first().textContent()).toContain('<img');
    expect(await page.locator('#samples img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
