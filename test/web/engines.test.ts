import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../src/chat-template/compile-template.ts';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import { builtLibrary } from '../support/built-library.ts';
import { tokenizerJson } from '../support/byte-tokenizer.ts';
import { chatTemplate } from '../support/run-builder.ts';

const browser = '/usr/bin/chromium';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

const messages = [
  { role: 'system', content: 'Answer with one word.' },
  { role: 'user', content: 'Größe? 安全 🚧 \u0000 end' },
  { role: 'assistant', content: 'safe' },
];
const texts = ['safe', 'Größe 安全 🚧', '<|im_start|>user\nhi<|im_end|>', ' \n\t  ', '\u0000\ud800x'];

function results() {
  const rendered = compileTemplate(chatTemplate).render({ messages, addGenerationPrompt: true });
  const tokenizer = loadTokenizer({ tokenizerJson });
  return {
    rendered,
    encoded: texts.map((text) => tokenizer.encode(text)),
    decoded: tokenizer.decode([115, 97, 102, 101]),
  };
}

describe.skipIf(!existsSync(browser))(`engines in the browser (skipped without ${browser})`, () => {
  it('render and tokenize as in Node, from the same build', async () => {
    const bundle = await build({
      entryPoints: [builtLibrary()],
      bundle: true,
      format: 'iife',
      globalName: 'lockstep',
      platform: 'browser',
      external: ['node:*'],
      write: false,
      logLevel: 'silent',
    });
    const running = await chromium.launch({ executablePath: browser, args: flags });
    try {
      const page = await running.newPage();
      await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' });
      const inBrowser = await page.evaluate(
        ({ chatTemplate, messages, tokenizerJson, texts }) => {
          const { compileTemplate, loadTokenizer } = Reflect.get(globalThis, 'lockstep');
          const rendered = compileTemplate(chatTemplate).render({ messages, addGenerationPrompt: true });
          const tokenizer = loadTokenizer({ tokenizerJson });
          const encoded = texts.map((text: string) => tokenizer.encode(text));
          return JSON.stringify({ rendered, encoded, decoded: tokenizer.decode([115, 97, 102, 101]) });
        },
        { chatTemplate, messages, tokenizerJson, texts },
      );
      expect(JSON.parse(inBrowser)).toEqual(JSON.parse(JSON.stringify(results())));
    } finally {
      await running.close();
    }
  });
});
