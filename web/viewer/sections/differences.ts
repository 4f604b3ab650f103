import { countText } from '../../../src/render/count-text.ts';
import type { Report, ReportDifference } from '../../../src/report/report.ts';
import { type Child, element } from '../element.ts';
import { exactText } from '../exact-text.ts';
import { section } from '../section.ts';
import { stateWord } from '../state-word.ts';

const BASIS = {
  'same-example': 'the request and the training row hold the same example, so they are compared token for token',
  'same-shape':
    'the request and the training row hold different examples, so only what surrounds the user’s text is compared',
} as const;

/** UTF-16 units of one stretch; the report folds equal text, so only a hostile prompt comes near. */
const MAX_STRETCH = 4000;

/** Beyond this two sides read better as lines of their own than inside the running text. */
const MAX_INLINE = 40;

/** Training prefix and request on one line each, wherever they part. */
export function differencesSection(report: Report): HTMLElement {
  const { differences } = report.evidence;
  const text = {
    id: 'differences',
    title: 'Trained prompt against sent prompt',
    lead: 'Where the two part, the upper line is what was trained and the lower line is what was sent.',
  };
  if (differences.length === 0) {
    return section(
      text,
      element('p', { class: 'empty' }, 'This report holds no difference between a trained and a sent prompt.'),
    );
  }
  return section(text, differences.map(difference));
}

function difference(value: ReportDifference): HTMLElement {
  return element(
    'article',
    { class: 'difference' },
    element('h3', {}, stateWord('broken', value.title)),
    element(
      'p',
      { class: 'row-facts' },
      `${countText(value.requests)} of ${countText(value.compared)} compared requests differ in this way. Shown: request `,
      element('code', {}, value.request),
      ` beside training row ${value.row}; ${BASIS[value.basis]}.`,
    ),
    element('div', { class: 'diff', tabindex: 0, role: 'group', 'aria-label': value.title }, stretches(value.parts)),
  );
}

function stretches(parts: ReportDifference['parts']): Child[] {
  const nodes: Child[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index];
    if (part === undefined) continue;
    if (part.kind === 'same') {
      nodes.push(same(part));
      continue;
    }
    const next = parts[index + 1];
    const paired = next !== undefined && next.kind !== 'same' && next.kind !== part.kind ? next : undefined;
    if (paired !== undefined) index += 1;
    nodes.push(pair([part, paired]));
  }
  return nodes;
}

function same(part: { readonly text: string; readonly folded: number }): HTMLElement {
  return element(
    'span',
    { class: 'same' },
    part.folded > 0 && element('span', { class: 'alike' }, `${countText(part.folded)} equal characters …`),
    exactText(part.text, MAX_STRETCH),
  );
}

function pair(parts: readonly (ReportDifference['parts'][number] | undefined)[]): HTMLElement {
  const textOf = (kind: string) => parts.find((part) => part?.kind === kind)?.text;
  const long = parts.some((part) => part !== undefined && (part.text.length > MAX_INLINE || part.text.includes('\n')));
  return element(
    'span',
    { class: long ? 'pair pair-long' : 'pair' },
    side('del', 'trained', textOf('training-only')),
    side('ins', 'sent', textOf('request-only')),
  );
}

function side(tag: 'del' | 'ins', name: string, text: string | undefined): HTMLElement {
  const content =
    text === undefined
      ? element('span', { class: 'nothing' }, 'nothing here')
      : element(tag, {}, exactText(text, MAX_STRETCH));
  return element('span', { class: `side side-${name}` }, element('span', { class: 'side-name' }, name), content);
}
