import { expect, test } from 'vitest';
import { renderScores } from '../../src/render/score/render-scores.ts';
import { scoreRun } from '../../src/score-run.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { describePage } from '../support/page-browser.ts';

const NASTY = '<img src=x onerror="document.title=1">\u202e</script>';

async function html(): Promise<string> {
  const rows = Array.from({ length: 80 }, (_, index) => ({
    id: `row-${index}`,
    output: index < 60 ? `${NASTY} ${index}` : 'safe',
    gold: 'safe',
  }));
  const files = memoryFiles({ 'predictions.jsonl': rows.map((row) => JSON.stringify(row)).join('\n') });
  const report = await scoreRun({ files }, { task: { classes: ['safe', 'unsafe'], answer: 'text' } });
  if (!report.ok) throw new Error(report.problem.reason);
  return renderScores(report.value, 'html', { width: 100, colour: false, details: false });
}

describePage('the page of scores', (open) => {
  test.each([
    [380, 'light'],
    [1280, 'dark'],
  ] as const)('at %i columns of pixels, %s: nothing complains, nothing scrolls sideways', async (width, scheme) => {
    const { page, complaints } = await open(await html(), { width, scheme });
    expect(await page.locator('h1').textContent()).toMatch(/^20 of 80 right/);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('a figure leads to the answers behind it and back; hostile answers stay text', async () => {
    const { page, complaints } = await open(await html());
    const figure = page.locator('#accuracy button.figure-cell').first();
    expect(await figure.textContent()).toContain('20 of 80');
    await figure.click();
    expect(await page.locator('#samples-title').textContent()).toContain('honest, right');
    // 60 rows miss; 50 ids are listed for each figure.
    expect(await page.locator('#samples .empty').first().textContent()).toBe('The first 50 of 60 that miss it.');
    expect(await page.locator('.sample').count()).toBe(50);
    expect(await page.locator('.sample').first().textContent()).toContain('<img');
    expect(await page.locator('#samples img').count()).toBe(0);
    await page.getByRole('button', { name: 'Back to the figure' }).click();
    expect(await figure.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
    expect(complaints).toEqual([]);
  });
});
