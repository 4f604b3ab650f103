import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { renderHtml } from '../../src/render/html.ts';
import type { Report } from '../../src/report/report.ts';
import { describePage, type PageOptions } from '../support/page-browser.ts';
import { brokenReport, healthyReport, hostile } from '../support/sample-report.ts';

const SECTIONS = ['verdict', 'clauses', 'causes', 'tokens', 'differences', 'scores', 'loss', 'checks', 'evidence'];

const bareReport: Report = {
  ...healthyReport,
  verdict: 'unknown',
  run: { folder: '', versions: {} },
  clauses: [],
  checks: [],
  evidence: { artifacts: [], rows: [], differences: [], loss: [] },
  scores: null,
  timings: {},
};

describePage('the page in a browser', (openPage) => {
  const open = (report: Report, options: PageOptions = {}) => openPage(renderHtml(report), options);
  const texts = (page: Page, selector: string) => page.locator(selector).allTextContents();

  test.each([
    ['broken', brokenReport],
    ['healthy', healthyReport],
    ['bare', bareReport],
  ])(
    'the %s report draws every section in order, with nothing on the console and nothing asked of the network',
    async (_, report) => {
      const { page, complaints } = await open(report);
      const ids = await page.locator('main > section').evaluateAll((sections) => sections.map((section) => section.id));
      expect(ids).toEqual(SECTIONS);
      expect(await texts(page, 'h1')).toEqual([report.headline]);
      expect(complaints).toEqual([]);
    },
  );

  test.each([360, 768, 1280, 1600])('nothing sticks out at %i px', async (width) => {
    for (const report of [brokenReport, healthyReport]) {
      const { page } = await open(report, { width });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });

  test('hostile text is shown as text and makes no element', async () => {
    const { page, complaints } = await open(brokenReport);
    expect(
      await page.locator('main img, main script, main iframe, main a[href*=":"], [onerror], [onload]').count(),
    ).toBe(0);
    const main = (await page.locator('main').textContent()) ?? '';
    expect(main).toContain(hostile.script);
    expect(main).toContain(hostile.markdown);
    expect(main).toContain('invoice⟨U+202E⟩fdp.exe');
    expect(main).not.toMatch(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/,
    );
    expect(complaints).toEqual([]);
  });

  test('a script or a picture that got into the page all the same is stopped by its policy', async () => {
    const { page, complaints } = await open(healthyReport);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "owned"';
      const picture = document.createElement('img');
      picture.setAttribute('onerror', 'document.title = "owned"');
      picture.src = 'http://127.0.0.1:9/p.png';
      document.body.append(script, picture);
    });
    await expect
      .poll(() => complaints.filter((line) => /content security policy/i.test(line)).length)
      .toBeGreaterThan(1);
    expect(await page.title()).toBe('holds · runs/ticket-triage-3b-fixed · Lockstep');
  });

  test('the command of the next step can be copied', async () => {
    const { page } = await open(brokenReport);
    expect(await page.locator('.next code').first().textContent()).toBe(brokenReport.next?.command);
    await page.locator('.copy').click();
    await expect.poll(() => page.locator('.copy').textContent()).toMatch(/^(Copied|Selected: press Ctrl\+C)$/);
  });

  test('a clause shows its state in a word, its reason and what would settle it', async () => {
    const { page } = await open(brokenReport);
    expect(await texts(page, '.clause .state')).toEqual(['Holds', 'Broken', 'Broken', 'Unknown']);
    expect(await page.locator('.clause').last().textContent()).toContain(brokenReport.clauses.at(-1)?.settle);
  });

  test('a withheld cause says why at once and keeps its advice folded', async () => {
    const { page } = await open(brokenReport);
    const withheld = brokenReport.diagnoses.find((diagnosis) => diagnosis.withheld !== undefined);
    const cause = page.locator('.cause-withheld');
    expect(await cause.count()).toBe(1);
    expect(await cause.getByText(withheld?.withheld ?? '-').isVisible()).toBe(true);
    const advice = cause.getByText(withheld?.remedy ?? '-');
    expect(await advice.isVisible()).toBe(false);
    await cause.locator('summary').click();
    expect(await advice.isVisible()).toBe(true);
  });

  test('causes keep the order of the report', async () => {
    const { page } = await open(brokenReport);
    expect(await texts(page, '.cause-head .id')).toEqual(brokenReport.diagnoses.map((diagnosis) => diagnosis.cause));
  });

  test('supervised tokens are those with a label, line breaks are seen, controls are named', async () => {
    const { page } = await open(healthyReport);
    expect(await texts(page, '.tokens .token.supervised')).toEqual([
      '{"',
      'queue',
      '":"',
      'b',
      'illing',
      '"}',
      '<|im_end|>',
    ]);
    expect(await page.locator('.tokens .token', { hasText: '⏎' }).count()).toBe(4);
    const second = await open(brokenReport);
    const codes = await texts(second.page, '.tokens .code-point');
    expect(codes).toEqual(expect.arrayContaining(['U+001B', 'U+0000', 'U+202E', 'U+200B', 'U+FEFF', 'CR', 'U+2028']));
  });

  test('a supervised token differs from the same token without a label in more than colour', async () => {
    const border = async (report: Report) => {
      const { page } = await open(report);
      return page
        .locator('.tokens .token')
        .first()
        .evaluate((token) => getComputedStyle(token).borderBottom);
    };
    const [supervised, masked] = [await border(brokenReport), await border(healthyReport)];
    expect(supervised).toMatch(/^3px solid/);
    expect(masked).toMatch(/^1px dotted/);
  });

  test('pointing at a token, or walking along the row with the keys, reads out id, region and label', async () => {
    const { page } = await open(healthyReport);
    const readout = page.locator('.readout').first();
    await page.locator('.tokens .token', { hasText: 'illing' }).hover();
    expect(await readout.textContent()).toBe('id 7238 · answer · label: yes');
    await page.locator('.tokens .token').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await readout.textContent()).toBe('id 8948 · template · label: no (-100)');
    await page.keyboard.press('End');
    expect(await readout.textContent()).toBe('id 198 · separator · label: no (-100)');
    expect(await page.locator('.tokens [tabindex="0"]').count()).toBe(1);
  });

  test('a folded stretch says what it holds and unfolds', async () => {
    const { page } = await open(brokenReport);
    const gap = page.locator('.gap').first();
    expect(await gap.locator('button').textContent()).toBe('… 286 prompt tokens, all supervised');
    expect(await gap.locator('.gap-more').isVisible()).toBe(false);
    await gap.locator('button').press('Enter');
    expect(await gap.locator('.gap-more').isVisible()).toBe(true);
    expect(await gap.locator('button').getAttribute('aria-expanded')).toBe('true');
  });

  test('a difference of one space can be seen, and both sides stand under each other', async () => {
    const { page } = await open(brokenReport);
    const pairs = page.locator('.pair');
    expect(await pairs.count()).toBe(2);
    expect(await pairs.first().locator('.side-name').allTextContents()).toEqual(['trained', 'sent']);
    expect(await pairs.first().locator('del').textContent()).toBe(
      'Sort the ticket into one of four queues. Answer in JSON.',
    );
    const dot = pairs.last().locator('del .space');
    expect(await dot.evaluate((space) => getComputedStyle(space, '::before').content)).toBe('"·"');
    expect(await pairs.last().locator('.nothing').textContent()).toBe('nothing here');
  });

  test('parse failures keep columns of their own, whether the report lists them among the columns or apart', async () => {
    const confusion = brokenReport.scores?.confusion;
    if (brokenReport.scores === null || confusion === undefined)
      throw new Error('the sample lost its confusion matrix');
    const classes = confusion.columns.filter((column) => !confusion.failures.includes(column));
    const apart: Report = {
      ...brokenReport,
      scores: { ...brokenReport.scores, confusion: { ...confusion, columns: classes } },
    };
    for (const report of [brokenReport, apart]) {
      const { page } = await open(report);
      expect(await texts(page, '.confusion thead tr:last-child .failure')).toEqual(['no class', 'cut at length limit']);
      expect(await texts(page, '.confusion tbody tr:first-child td')).toEqual(['52', '14', '6', '2', '7', '3', '84']);
      expect(await texts(page, '.confusion td.right')).toEqual(['52', '40', '22', '8']);
    }
  });

  test('every score stands with its denominator', async () => {
    const { page } = await open(brokenReport);
    const rows = await page.locator('.splits tbody tr').allInnerTexts();
    expect(rows).toHaveLength(6);
    expect(rows[4]?.split('\t').map((cell) => cell.trim())).toEqual(
      expect.arrayContaining(['honest', '35.0 %', '84 / 240', '29.2 % to 41.2 %']),
    );
  });

  test('the fields of an extraction have a table', async () => {
    if (brokenReport.scores === null) throw new Error('the sample lost its scores');
    const { perClass: _, confusion: __, ...rest } = brokenReport.scores;
    const fields = [{ field: 'a<b>', right: 3, wrong: 2, missing: 1, invented: 4, emptyRight: 5 }];
    const { page } = await open({ ...brokenReport, scores: { ...rest, task: 'extract', fields } });
    const box = page.getByRole('region', { name: 'By field' });
    expect(await box.locator('tbody tr > *').allTextContents()).toEqual(['a<b>', '3', '2', '1', '4', '5']);
  });

  test('a loss that is not a number breaks the curve and is named; a wide range offers a logarithmic axis', async () => {
    const { page } = await open(brokenReport);
    const chart = page.locator('.chart svg');
    expect(await chart.locator('.not-finite').count()).toBe(1);
    expect((await chart.locator('path.training').getAttribute('d'))?.match(/M/g)).toHaveLength(2);
    expect(await chart.locator('desc').textContent()).toContain('1 of 6 log lines hold no finite loss');
    expect(await page.locator('.loss .toggle').count()).toBe(0);
    const wide = await open(healthyReport);
    const path = () => wide.page.locator('path.training').getAttribute('d');
    const linear = await path();
    await wide.page.locator('.loss .toggle').click();
    expect(await wide.page.locator('.loss .toggle').getAttribute('aria-pressed')).toBe('true');
    expect(await path()).not.toBe(linear);
  });

  test.each<[string, Report['evidence']['loss']]>([
    ['one point', [{ step: 1, loss: 0.5, accuracy: null, evalLoss: null }]],
    ['no finite loss at all', [{ step: 1, loss: null, accuracy: null, evalLoss: null }]],
    ['all zero', [1, 2].map((step) => ({ step, loss: 0, accuracy: 0, evalLoss: null }))],
    [
      'enormous and negative',
      [
        { step: 1, loss: -3, accuracy: 1, evalLoss: 1e300 },
        { step: 9e9, loss: 1e-300, accuracy: 0, evalLoss: null },
      ],
    ],
  ])('a curve of %s draws without a number that is none', async (_, loss) => {
    const { page, complaints } = await open({ ...healthyReport, evidence: { ...healthyReport.evidence, loss } });
    expect(await page.locator('.chart svg').evaluate((svg) => svg.outerHTML)).not.toMatch(/NaN|Infinity/);
    expect(complaints).toEqual([]);
  });

  test('failing checks stand first in their phase, and say what, why, what to do and where', async () => {
    const { page } = await open(brokenReport);
    for (const phase of await page.locator('.phase').all()) {
      const outcomes = await phase.locator('.check').evaluateAll((checks) => checks.map((check) => check.className));
      const fails = outcomes.map((name) => name.includes('check-fail'));
      expect(fails).toEqual([...fails].sort((a, b) => Number(b) - Number(a)));
    }
    const finding = page.locator('.finding').first();
    expect(await finding.locator('dt').allTextContents()).toEqual(['Why it matters', 'What to do', 'Where']);
    const blocked = page.locator('.check-blocked').first();
    expect(await blocked.textContent()).toContain('It would run with: inference/generation.json');
  });

  test('what is settled is folded, and checks that lack the same file say so once', async () => {
    const [first] = healthyReport.checks;
    if (first === undefined) throw new Error('the sample lost its checks');
    const lacking = ['a', 'b', 'c'].map((id) => ({
      ...first,
      id: `adapter/${id}`,
      title: `Title ${id}`,
      outcome: 'blocked' as const,
      because: 'no merged weights',
      settle: 'the merged weights',
      findings: [],
    }));
    const { page } = await open({ ...healthyReport, checks: [...lacking, { ...first, outcome: 'pass' }] });
    expect(await page.locator('.check:visible').count()).toBe(1);
    const text = (await page.locator('.check:visible').textContent()) ?? '';
    for (const id of ['a', 'b', 'c']) expect(text).toContain(`adapter/${id}`);
    expect(text.split('no merged weights')).toHaveLength(2);
    expect(await page.locator('.phase > details > summary').textContent()).toBe('1 passing');
    await page.locator('.phase > details > summary').click();
    expect(await page.locator('.check:visible').count()).toBe(2);
  });

  test('a check with thousands of findings says how many it holds and draws the first', async () => {
    const check = brokenReport.checks.find((candidate) => candidate.findings.length > 0);
    const finding = check?.findings[0];
    if (check === undefined || finding === undefined) throw new Error('the sample lost its findings');
    const findings = Array.from({ length: 3000 }, () => ({ ...finding, places: [] }));
    const { page } = await open({ ...healthyReport, checks: [{ ...check, findings }] });
    expect(await page.locator('.finding').count()).toBe(200);
    expect(await page.locator('.finding:visible').count()).toBe(10);
    expect(await page.locator('.check summary').textContent()).toBe('2,990 more findings');
    expect(await page.locator('.check details').textContent()).toContain(
      '2,800 further findings are in the JSON report.',
    );
  });

  test('without script the verdict is there', async () => {
    const { page } = await open(brokenReport, { script: false });
    expect(await page.locator('h1').textContent()).toBe(`broken: ${brokenReport.headline}`);
    expect(await page.locator('.static ul').first().locator(':scope > li').count()).toBe(4);
  });

  test('on paper nothing stays folded', async () => {
    const { page } = await open(brokenReport);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.locator('.gap-more:not([hidden])').count()).toBe(await page.locator('.gap').count());
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await page.locator('details[open]').count()).toBe(0);
  });

  test.each(['light', 'dark'] as const)(
    'small text is readable on its ground in %s mode (WCAG AA, 4.5 to 1)',
    async (colorScheme) => {
      const { page } = await open(brokenReport);
      await page.emulateMedia({ colorScheme });
      const poor = await page.evaluate(lowContrast);
      expect(poor).toEqual([]);
    },
  );

  test('a page whose data was damaged says so', async () => {
    const damaged = renderHtml(healthyReport).replace('"schema":"lockstep-report/1"', '"schema":"other"');
    const { page } = await openPage(damaged);
    expect(await page.locator('h1').textContent()).toBe('Unreadable report');
  });
});

test('the viewer never makes markup from a string', () => {
  const folder = new URL('../../web/viewer/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(sources.length).toBeGreaterThan(10);
  for (const name of sources) {
    const source = readFileSync(new URL(name, folder), 'utf8');
    expect(source, name).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\(|new Function/,
    );
  }
});

/** Runs in the page: text nodes whose colour and ground are closer than 4.5 to 1 (opaque grounds; tints over tints are skipped). */
function lowContrast(): string[] {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const rgb = (colours: readonly string[]): number[] => {
    for (const colour of colours) {
      if (pen === null) break;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...(pen?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
  };
  const luminance = (colour: number[]): number => {
    const [r = 0, g = 0, b = 0] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const poor: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || node.textContent?.trim() === '' || parent.closest('script, noscript, svg, .skip') !== null)
      continue;
    const grounds: string[] = [];
    for (let up: Element | null = parent; up !== null; up = up.parentElement)
      grounds.unshift(getComputedStyle(up).backgroundColor);
    const ground = rgb(grounds);
    const ink = rgb([...grounds, getComputedStyle(parent).color]);
    const [high = 0, low = 0] = [luminance(ground), luminance(ink)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${parent.className} ${node.textContent?.slice(0, 30)}`);
  }
  return poor;
}
