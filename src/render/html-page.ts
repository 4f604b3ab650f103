import { viewerScript, viewerStyle } from '../generated/viewer-assets.ts';
import { sha256 } from '../lib/sha256.ts';
import { escapeHtml } from './escape-html.ts';

export interface HtmlPage {
  readonly title: string;
  /** What the viewer (web/viewer) draws: a report that says in `schema` what it is. */
  readonly data: unknown;
  /** HTML of what is readable without script; every text in it is escaped already. */
  readonly withoutScript: string;
}

/**
 * One self-contained page: opens from disk, asks the network for nothing. The report is JSON in a data block that no text
 * in it can leave; the viewer draws it with text nodes. Two calls with equal pages give equal bytes.
 */
export function htmlPage({ title, data, withoutScript }: HtmlPage): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${viewerStyle}</style>`,
    '</head>',
    '<body>',
    '<div id="page"></div>',
    `<noscript>${withoutScript}</noscript>`,
    `<script type="application/json" id="report-data">${escapeJson(data)}</script>`,
    `<script>${viewerScript}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

// A hash, not a nonce: a nonce in a file on disk is the same for everybody who reads it. `frame-ancestors` is left out
// because browsers ignore it in a meta element and complain on the console.
function contentPolicy(): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${sha256Base64(viewerScript)}'`,
    `style-src 'sha256-${sha256Base64(viewerStyle)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

// Inside a script element only `</script`, `<!--` and `<script` matter to the HTML parser; all start with `<`. `>` and `&` go
// too so that nothing depends on how a host page or a template treats them; U+2028/9 end lines in older script parsers.
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** What a content policy wants. Neither `Buffer` nor `btoa` is there in all places where this layer runs. */
function sha256Base64(text: string): string {
  const bytes = (sha256(text).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let base64 = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => alphabet.charAt((group >>> shift) & 63)).join('');
    base64 += digits.slice(0, Math.min(4, bytes.length - index + 1));
  }
  return base64.padEnd(Math.ceil(base64.length / 4) * 4, '=');
}
