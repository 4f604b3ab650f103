import { viewerScript, viewerStyle } from '../generated/viewer-assets.ts';
import type { Report, ReportClause, ReportDiagnosis } from '../report/report.ts';
import { escapeTerminal } from './escape-terminal.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * One self-contained page: opens from disk, asks the network for nothing. The report is JSON in a data block that no text
 * in it can leave; the viewer (web/viewer) draws it with text nodes; without script the verdict is still readable.
 * Two calls with equal reports give equal bytes.
 */
export function renderHtml(report: Report): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(`${report.verdict} · ${report.run.folder} · Lockstep`)}</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${viewerStyle}</style>`,
    '</head>',
    '<body>',
    '<div id="page"></div>',
    `<noscript>${staticPart(report)}</noscript>`,
    `<script type="application/json" id="report-data">${escapeJson(report)}</script>`,
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

function escapeHtml(text: string): string {
  return escapeTerminal(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function staticPart(report: Report): string {
  return [
    '<main class="static">',
    `<p>Lockstep ${escapeHtml(report.tool.version)}, run ${escapeHtml(report.run.folder)}</p>`,
    `<h1>${escapeHtml(report.verdict)}: ${escapeHtml(report.headline)}</h1>`,
    report.next === undefined ? '' : staticNext(report.next),
    '<h2>The four clauses</h2>',
    `<ul>${report.clauses.map(staticClause).join('')}</ul>`,
    '<h2>Causes</h2>',
    report.diagnoses.length === 0
      ? '<p>No cause was found.</p>'
      : `<ol>${report.diagnoses.map(staticCause).join('')}</ol>`,
    '<p>Tokens, differences, scores and all checks are drawn by a script in this file, which is switched off here.</p>',
    '</main>',
  ].join('\n');
}

function staticNext(next: NonNullable<Report['next']>): string {
  const command = next.command === undefined ? '' : `<pre>${escapeHtml(next.command)}</pre>`;
  return `<h2>Next step</h2><p>${escapeHtml(next.step)}</p>${command}`;
}

function staticClause(clause: ReportClause): string {
  const settle = clause.settle === undefined ? '' : ` To settle it: ${escapeHtml(clause.settle)}`;
  return `<li><strong>${escapeHtml(clause.title)}: ${clause.state}.</strong> ${escapeHtml(clause.because)}${settle}</li>`;
}

function staticCause(diagnosis: ReportDiagnosis): string {
  const advice =
    diagnosis.withheld === undefined
      ? `Remedy: ${escapeHtml(diagnosis.remedy)}`
      : `Remedy withheld: ${escapeHtml(diagnosis.withheld)}`;
  const clues = [
    ...diagnosis.for.map((clue) => `for: ${clue.saw}`),
    ...diagnosis.against.map((clue) => `against: ${clue.saw}`),
  ];
  const evidence = clues.map((clue) => `<li>${escapeHtml(clue)}</li>`).join('');
  const chance = `${(diagnosis.probability * 100).toFixed(0)}%`;
  return `<li><strong>${escapeHtml(diagnosis.title)} (${chance})</strong><ul>${evidence}</ul><p>${advice}</p></li>`;
}

/**
 * SHA-256 (FIPS 180-4) of the UTF-8 bytes, in base64: what a content policy wants. Own code because this layer runs in Node
 * and in a browser alike, where the only common implementation is asynchronous.
 */
function sha256Base64(text: string): string {
  const bytes = paddedMessage(new TextEncoder().encode(text));
  const state = Uint32Array.from(primeRoots(8, 1 / 2));
  const constants = Uint32Array.from(primeRoots(64, 1 / 3));
  for (let start = 0; start < bytes.length; start += 64)
    compress(state, constants, new DataView(bytes.buffer, start, 64));
  return base64([...state].flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]));
}

function paddedMessage(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(bytes.length - 4, (message.length * 8) >>> 0);
  return bytes;
}

/** First 32 bits of the fractional parts of roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function primeRoots(count: number, power: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes.map((prime) => Math.floor((prime ** power % 1) * 2 ** 32));
}

function compress(state: Uint32Array, constants: Uint32Array, block: DataView): void {
  const words = new Uint32Array(64);
  for (let t = 0; t < 16; t += 1) words[t] = block.getUint32(t * 4);
  for (let t = 16; t < 64; t += 1) {
    const near = words[t - 2] ?? 0;
    const far = words[t - 15] ?? 0;
    const small1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
    const small0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
    words[t] = small1 + (words[t - 7] ?? 0) + small0 + (words[t - 16] ?? 0);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t += 1) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (constants[t] ?? 0) + (words[t] ?? 0)) | 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] ?? 0) + value;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function base64(bytes: readonly number[]): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => alphabet.charAt((group >>> shift) & 63)).join('');
    text += digits.slice(0, Math.min(4, bytes.length - index + 1));
  }
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
