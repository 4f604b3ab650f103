import type { ScoreSection, ScoreView } from '../../../src/render/score/score-view.ts';
import { element } from '../element.ts';
import { pageFrame } from '../page-frame.ts';
import { section } from '../section.ts';
import { sampleList } from './sample-list.ts';
import { type OpenSamples, scoreTable } from './score-table.ts';

/** The page of `lockstep score`, `compare` and `lint`: tables whose figures lead to the samples behind them. */
export function scorePage(view: ScoreView): HTMLElement[] {
  const samples = sampleList(view.samples);
  return pageFrame({
    name: view.title,
    folder: view.facts[0]?.text ?? '',
    links: [
      ['verdict', 'Outcome'],
      ...view.sections.map(({ id, title }) => [id, title] as const),
      ['samples', 'Samples'],
    ],
    sections: [outcome(view), view.sections.map((one) => scoreSection(one, samples.open)), samples.node],
    footer: [`Lockstep ${view.tool.version}. This file asks the network for nothing.`],
  });
}

function outcome({ word, headline, tone, facts }: ScoreView): HTMLElement {
  return element(
    'section',
    { id: 'verdict', class: `verdict outcome-${tone}`, 'aria-labelledby': 'verdict-title' },
    element('p', { class: 'verdict-state' }, word),
    element('h1', { id: 'verdict-title' }, headline),
    element(
      'dl',
      { class: 'facts' },
      facts.map(({ name, text }) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, element('code', {}, text))),
      ),
    ),
  );
}

function scoreSection({ id, title, lead, tables, notes }: ScoreSection, open: OpenSamples): HTMLElement {
  return section(
    lead === undefined ? { id, title } : { id, title, lead },
    tables.map((table) => scoreTable(table, open)),
    notes.length > 0 &&
      element(
        'ul',
        { class: 'score-notes' },
        notes.map((note) => element('li', {}, note)),
      ),
  );
}
