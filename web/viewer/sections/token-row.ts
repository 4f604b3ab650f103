import { countText } from '../../../src/render/count-text.ts';
import type { ReportRow } from '../../../src/report/report.ts';
import { element } from '../element.ts';
import { exactText } from '../exact-text.ts';
import { tokenGap } from './token-gap.ts';

type Token = Extract<ReportRow['parts'][number], { kind: 'token' }>['token'];

/** Added tokens of all common tokenizers look like `<|…|>`, `<…>` or `[…]`; only the outline depends on this guess. */
const SPECIAL = /^(<\|.*\|>|<\/?[a-z_]+>|\[\/?[A-Z_]+\])$/s;

/** The longest tokens of common vocabularies are runs of 128 spaces; beyond this a token is an attack or a whole file. */
const MAX_TOKEN = 400;

/** One row: a line that reads out the token under the pointer or the focus, and the tokens. Arrow keys move along it. */
export function tokenRow(row: ReportRow): HTMLElement {
  const readout = element(
    'output',
    { class: 'readout' },
    'Point at a token, or tab to the row and use the arrow keys.',
  );
  const parts = row.parts.map((part) =>
    part.kind === 'token' ? tokenBox(part.token) : tokenGap(part, `${row.path}, row ${row.row}`),
  );
  const line = element(
    'div',
    { class: 'tokens', role: 'group', 'aria-label': `Tokens of ${row.path}, row ${row.row}` },
    parts,
  );
  readAlong(line, readout);
  const share = `${countText(row.supervised)} of ${countText(row.tokens)} tokens supervised`;
  return element(
    'article',
    { class: 'token-row' },
    element('h3', {}, row.title),
    element('p', { class: 'row-facts' }, element('code', {}, `${row.path}, row ${row.row}`), ' · ', share),
    readout,
    line,
  );
}

function tokenBox(token: Token): HTMLElement {
  const special = SPECIAL.test(token.text) && token.region !== 'answer';
  const names = ['token', `region-${token.region}`, token.supervised && 'supervised', special && 'special'];
  const label = token.supervised ? 'label: yes' : 'label: no (-100)';
  const describe = `id ${token.id} · ${token.region} · ${label}`;
  const text =
    token.text === '' ? [element('span', { class: 'code-point' }, 'empty')] : exactText(token.text, MAX_TOKEN);
  return element('span', { class: names.filter(Boolean).join(' '), tabindex: -1, 'data-about': describe }, text);
}

// One tab stop for the row, not one for each of its hundreds of tokens (the "roving tabindex" of the ARIA practices).
function readAlong(line: HTMLElement, readout: HTMLElement): void {
  const boxes = [...line.querySelectorAll<HTMLElement>('.token, .gap > button')];
  const read = (target: EventTarget | null) => {
    const box = target instanceof Element ? target.closest<HTMLElement>('[data-about]') : null;
    if (box !== null) readout.textContent = box.getAttribute('data-about') ?? '';
  };
  const hold = (index: number) => {
    for (const [other, box] of boxes.entries()) box.setAttribute('tabindex', other === index ? '0' : '-1');
  };
  hold(0);
  line.addEventListener('pointerover', (event) => read(event.target));
  line.addEventListener('focusin', (event) => read(event.target));
  line.addEventListener('keydown', (event) => {
    const from = boxes.findIndex((box) => box.matches(':focus'));
    const to = destination(event.key, from, boxes.length);
    if (to === undefined) return;
    event.preventDefault();
    hold(to);
    boxes[to]?.focus();
  });
}

function destination(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(count - 1, from + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, from - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
