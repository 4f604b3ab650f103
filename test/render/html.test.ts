import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/render/html.ts';
import { brokenReport, healthyReport } from '../support/sample-report.ts';

const BREAK_OUTS = [
  '</script><script>alert(1)</script>',
  '</SCRIPT ><img src=x onerror=alert(1)>',
  '<!--<script>',
  ']]></noscript><svg onload=alert(1)>',
  '</title><base href="http://evil.example/">',
  '"><meta http-equiv="refresh" content="0;url=http://evil.example/">',
  '\u2028alert(1)\u2029',
  "' onmouseover='alert(1)",
  '&lt;/script&gt;',
];

function dataOf(html: string): string {
  const found = /<script type="application\/json" id="report-data">([^<]*)<\/script>/.exec(html);
  expect(found).not.toBeNull();
  return found?.[1] ?? '';
}

function inlined(html: string, tag: 'script' | 'style'): string {
  const open = html.lastIndexOf(`<${tag}>`) + tag.length + 2;
  return html.slice(open, html.indexOf(`</${tag}>`, open));
}

describe('the page as text', () => {
  test('carries the whole report, unchanged', () => {
    for (const report of [brokenReport, healthyReport]) {
      expect(JSON.parse(dataOf(renderHtml(report)))).toEqual(JSON.parse(JSON.stringify(report)));
    }
  });

  test('equal reports give equal bytes', () => {
    expect(renderHtml(brokenReport)).toBe(renderHtml(structuredClone(brokenReport)));
  });

  test.each(BREAK_OUTS)('text cannot break out of where it stands: %j', (text) => {
    const headline = { ...brokenReport, headline: text, run: { folder: text, versions: { [text]: text } } };
    const clauses = brokenReport.clauses.map((clause) => ({ ...clause, title: text, because: text, settle: text }));
    const diagnoses = brokenReport.diagnoses.map((diagnosis) => ({
      ...diagnosis,
      title: text,
      remedy: text,
      withheld: text,
    }));
    const html = renderHtml({ ...headline, clauses, diagnoses, next: { step: text, command: text, settles: [text] } });
    const plain = renderHtml({ ...brokenReport, headline: 'x' });
    expect(elementsOf(html)).toEqual(elementsOf(plain));
    expect(JSON.parse(dataOf(html)).headline).toBe(text);
    expect(html).not.toMatch(/[\u2028\u2029]/);
  });

  test('no text whatever ends the data block or changes on the way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('', ...BREAK_OUTS), (noise, attack) => {
        const html = renderHtml({ ...healthyReport, headline: noise + attack });
        expect(dataOf(html)).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(dataOf(html)).headline).toBe(noise + attack);
      }),
      { numRuns: 60 },
    );
  });

  test('controls and bidi overrides are named in the part without script', () => {
    const html = renderHtml({ ...healthyReport, headline: 'a\u202Eb\u0007c\u200Bd' });
    expect(html).toContain('a⟨U+202E⟩b\\x07c⟨U+200B⟩d');
  });

  test('the policy allows exactly the script and the style of the page', () => {
    const html = renderHtml(brokenReport);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hash(inlined(html, 'script'))}`,
      `style-src ${hash(inlined(html, 'style'))}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test('nothing in the page points to the network', () => {
    const html = renderHtml({ ...healthyReport, headline: 'x' });
    const addresses = [...html.matchAll(/https?:\/\/[^\s"'`<>)]+/g)].map(([address]) => address);
    // The name of the SVG vocabulary is the only thing that looks like an address; nothing fetches it.
    expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']));
  });

  test('without script the verdict, the clauses and the causes are readable, advice that waits is not given', () => {
    const html = renderHtml(brokenReport);
    const text = html.slice(html.indexOf('<noscript>'), html.indexOf('</noscript>'));
    expect(text).toContain(brokenReport.headline);
    for (const clause of brokenReport.clauses) expect(text).toContain(`${clause.title}: ${clause.state}.`);
    for (const diagnosis of brokenReport.diagnoses) {
      expect(text).toContain(diagnosis.title);
      expect(text.includes(diagnosis.remedy)).toBe(diagnosis.withheld === undefined);
    }
  });
});

/** Names of all elements in the text of the page, with the two long inlined parts and the data left out. */
function elementsOf(html: string): string[] {
  const bare = html.replace(inlined(html, 'script'), '').replace(inlined(html, 'style'), '').replace(dataOf(html), '');
  return [...bare.matchAll(/<[!/a-z][^\s>]*/gi)].map(([tag]) => tag);
}
