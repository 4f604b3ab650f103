import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { renderLabelsHtml } from '../../src/render/labels/html.ts';
import type { LabelsReport } from '../../src/report/labels-report.ts';
import { chat, labelsOf, many, newest, pair } from '../label-run/label-story.ts';
import { describePage, type PageOptions } from '../support/page-browser.ts';
import { chatTemplate } from '../support/run-builder.ts';

const HOSTILE = '</script><img src=x onerror=alert(1)>\u202Egnp.exe\u001b[31m';

/** Each made by `labelRun`, not by hand: what the page draws is what the command says. */
const reports = {
  healthy: () => labelsOf({}),
  differing: () => labelsOf({ labels: (ids) => ids }),
  refused: () =>
    labelsOf({
      rows: many(3, (text) => ({ text })),
      settings: { assistant_only_loss: true },
      options: { only: 'prediction' },
    }),
  failing: () =>
    labelsOf({
      rows: many(24, chat).map((row, at) => (at % 2 === 0 ? { ...chat(`${HOSTILE} stop`) } : row)),
      files: {
        'run/chat_template.jinja': `{% for m in messages %}{% if 'stop' in m.content %}{{ raise_exception(m.content) }}{% endif %}{% endfor %}${chatTemplate}`,
      },
      options: { only: 'prediction', versions: newest },
    }),
  hostile: () => labelsOf({ rows: many(3, () => pair(HOSTILE, HOSTILE)), options: { only: 'prediction' } }),
  nothing: () => labelsOf({ files: { 'run/tokenizer.json': null, 'base/tokenizer.json': null } }),
} satisfies Record<string, () => Promise<LabelsReport>>;
type Story = keyof typeof reports;

describePage('the page of labels in a browser', (openPage) => {
  const open = async (story: Story, options: PageOptions = {}) =>
    openPage(renderLabelsHtml(await reports[story]()), options);

  const sections = (page: Page) => page.locator('main > section').evaluateAll((all) => all.map(({ id }) => id));
  const texts = (page: Page, selector: string) => page.locator(selector).allTextContents();

  test.each<[Story, readonly string[]]>([
    ['healthy', ['verdict', 'capture', 'prediction', 'settings']],
    ['differing', ['verdict', 'comparison', 'capture', 'prediction', 'assistant-only', 'settings']],
    ['refused', ['verdict', 'prediction', 'assistant-only', 'settings']],
    ['failing', ['verdict', 'prediction', 'assistant-only', 'settings']],
    ['nothing', ['verdict', 'settings']],
  ])('%s: the sections that have something to say, and nothing on the console', async (story, expected) => {
    const { page, complaints } = await open(story);
    expect(await sections(page)).toEqual(expected);
    expect(await page.locator('nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual(
      expected.map((id) => `#${id}`),
    );
    expect(complaints).toEqual([]);
  });

  test('each side and their agreement have a card with state and word', async () => {
    const healthy = await open('healthy');
    expect(await texts(healthy.page, '.label-cards .state')).toEqual(['Answer only', 'Answer only', 'Agree']);
    const differing = await open('differing');
    expect(await texts(differing.page, '.label-cards .state')).toEqual(['Prompt too', 'Answer only', 'Differ']);
    expect(await differing.page.locator('#comparison .notice').textContent()).toContain('completion_only_loss=False');
    expect(await differing.page.locator('#comparison tbody td').first().textContent()).toBe('24 of 24');
    const nothing = await open('nothing');
    expect(await texts(nothing.page, '.label-cards .state')).toEqual(['Unknown', 'Unknown']);
    expect(await nothing.page.locator('h1').textContent()).toBe('The labels cannot be told');
  });

  test('every count stands with its denominator, and the bars show what is in the loss', async () => {
    const { page } = await open('failing');
    const rows = await page.locator('#prediction .table-box').first().locator('tbody tr').allInnerTexts();
    expect(
      rows.map((row) =>
        row
          .split('\t')
          .map((cell) => cell.trim())
          .slice(0, 3),
      ),
    ).toEqual([
      ['rows kept', '12', '12'],
      ['no labels: see the errors', '12', '24'],
      ['prompt too', '12', '12'],
    ]);
    expect(await texts(page, '.bar-name')).toEqual(['in the loss', 'all tokens']);
    expect(await texts(page, '.label-failures .where')).toEqual([
      ' (rows 0, 2, 4, 6, 8, 10, 12, 14, 16, 18)',
      'and 2 more',
    ]);
  });

  test('pointing at a token, or walking along with the keys, reads out id, region and label', async () => {
    const { page } = await open('healthy');
    const row = page.locator('#prediction .token-row').first();
    await row.locator('.token', { hasText: '<|im_end|>' }).last().hover();
    expect(await row.locator('.readout').textContent()).toBe('id 258 · end-of-turn · label: yes');
    await row.locator('.token').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await row.locator('.readout').textContent()).toMatch(/^id \d+ · template · label: no \(-100\)$/);
  });

  test('hostile text is shown as text and makes no element', async () => {
    for (const story of ['hostile', 'failing'] as const) {
      const { page, complaints } = await open(story);
      expect(await page.locator('main img, main script, [onerror]').count()).toBe(0);
      const main = (await page.locator('main').textContent()) ?? '';
      expect(main).toContain('<img src=x onerror=alert(1)>'.slice(0, story === 'failing' ? undefined : 1));
      expect(main).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u202a-\u202e]/);
      expect(complaints).toEqual([]);
    }
  });

  test.each([360, 800, 1280])('nothing sticks out at %i px', async (width) => {
    for (const story of ['differing', 'failing', 'nothing'] as const) {
      const { page } = await open(story, { width });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });

  test('without script the verdicts and counts are there', async () => {
    const { page } = await open('differing', { script: false });
    expect(await page.locator('h1').textContent()).toMatch(/^prompt too: the loss covers prompt/);
    expect(await texts(page, '.static li')).toContain('rows kept: 24 of 24');
  });

  test('on paper every folded stretch is open and the navigation gone', async () => {
    const { page } = await open('healthy');
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('.gap-more:not([hidden])').count()).toBe(await page.locator('.gap').count());
    expect(await page.locator('nav').isVisible()).toBe(false);
  });
});
