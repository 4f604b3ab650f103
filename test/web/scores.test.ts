import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderScores } from '../../src/render/score/render-scores.ts';
import { scoreRun } from '../../src/score-run.ts';
import { memoryFiles } from '../../src/source/memory.ts';

const CHROMIUM = '/usr/bin/chromium';
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

describe.skipIf(!existsSync(CHROMIUM))(`the page of scores (skipped unless ${CHROMIUM} is installed)`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-scores-'));
  let browser: Browser | undefined;

  beforeAll(async () => {
    writeFileSync(join(folder, 'scores.html'), await html());
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function open(width: number, scheme: 'light' | 'dark'): Promise<{ page: Page; complaints: string[] }> {
    if (browser === undefined) throw new Error('the browser did not start');
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(join(folder, 'scores.html')).href);
    return { page, complaints };
  }

  test.each([
    [380, 'light'],
    [1280, 'dark'],
  ] as const)('at %i columns of pixels, %s: nothing complains, nothing scrolls sideways', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    expect(await page.locator('h1').textContent()).toMatch(/^20 of 80 right/);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('a figure leads to the answers behind it and back; hostile answers stay text', async () => {
    const { page, complaints } = await open(1280, 'light');
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
