import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface PageOptions {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly script?: boolean;
}

/** A page, and what it did that it must not do: say something on the console, fail, ask the user or the network for something. */
export interface OpenedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

export type OpenPage = (html: string, options?: PageOptions) => Promise<OpenedPage>;

/** Tests of a page as a browser shows it; skipped where no browser is installed. `open` shows HTML from a file of its own. */
export function describePage(name: string, tests: (open: OpenPage) => void): void {
  describe.skipIf(!existsSync(CHROMIUM))(`${name} (skipped unless ${CHROMIUM} is installed)`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-page-'));
    let browser: Browser | undefined;
    let files = 0;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    });
    afterEach(async () => {
      await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true });
    });

    tests(async (html, { width = 1280, scheme = 'light', script = true } = {}) => {
      if (browser === undefined) throw new Error('the browser did not start');
      const file = join(folder, `${files++}.html`);
      writeFileSync(file, html);
      const viewport = { width, height: 900 };
      const context = await browser.newContext({ viewport, colorScheme: scheme, javaScriptEnabled: script });
      return openFile(await context.newPage(), pathToFileURL(file).href);
    });
  });
}

async function openFile(page: Page, address: string): Promise<OpenedPage> {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return { page, complaints };
}
