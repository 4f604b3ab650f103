import type { Report } from '../../../src/report/report.ts';
import { copyButton } from '../copy-button.ts';
import { element } from '../element.ts';
import { stateWord } from '../state-word.ts';

const WORDS = { broken: 'Broken', holds: 'Holds', unknown: 'Not settled' } as const;

/** The answer to "does it work": verdict, sentence, which run, and the one thing to do now. */
export function verdictSection(report: Report): HTMLElement {
  return element(
    'section',
    { id: 'verdict', class: `verdict verdict-${report.verdict}`, 'aria-labelledby': 'verdict-title' },
    element('p', { class: 'verdict-state' }, stateWord(report.verdict, WORDS[report.verdict])),
    element('h1', { id: 'verdict-title' }, report.headline),
    runFacts(report),
    report.next === undefined ? undefined : nextStep(report.next),
  );
}

function runFacts(report: Report): HTMLElement {
  const versions = Object.entries(report.run.versions).map(([name, version]) =>
    element('span', { class: 'version' }, name, ' ', element('b', {}, version)),
  );
  return element(
    'dl',
    { class: 'facts' },
    element('div', {}, element('dt', {}, 'Run'), element('dd', {}, element('code', {}, report.run.folder))),
    element(
      'div',
      {},
      element('dt', {}, 'Trained with'),
      element('dd', {}, versions.length === 0 ? 'no versions recorded' : versions),
    ),
  );
}

function nextStep(next: NonNullable<Report['next']>): HTMLElement {
  const settles = next.settles.length > 0 && element('p', { class: 'settles' }, 'Settles ', codes(next.settles));
  return element(
    'div',
    { class: 'next' },
    element('h2', {}, 'Do this next'),
    element('p', { class: 'step' }, next.step),
    next.command === undefined ? undefined : command(next.command),
    settles,
  );
}

function command(text: string): HTMLElement {
  const source = element('code', {}, text);
  return element('div', { class: 'command' }, element('pre', { tabindex: 0 }, source), copyButton(source, text));
}

function codes(ids: readonly string[]): HTMLElement[] {
  return ids.map((id) => element('code', { class: 'id' }, id));
}
