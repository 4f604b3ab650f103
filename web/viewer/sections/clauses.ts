import type { Report, ReportClause } from '../../../src/report/report.ts';
import { element } from '../element.ts';
import { section } from '../section.ts';
import { stateWord } from '../state-word.ts';

const WORDS = { holds: 'Holds', broken: 'Broken', unknown: 'Unknown' } as const;

/** The contract as one strip: above what was trained, below what is served, level in every clause that holds. */
export function clausesSection(report: Report): HTMLElement {
  return section(
    {
      id: 'clauses',
      title: 'The four clauses',
      lead: 'Upper track: what was trained. Lower track: what is served. Level means the clause holds.',
    },
    element('ol', { class: 'clauses' }, report.clauses.map(clauseCard)),
    report.withheld !== undefined && element('p', { class: 'notice' }, report.withheld),
  );
}

function clauseCard(clause: ReportClause): HTMLElement {
  return element(
    'li',
    { class: `clause clause-${clause.state}` },
    element('div', { class: 'tracks', 'aria-hidden': 'true' }, element('i', {}), element('i', {})),
    stateWord(clause.state, WORDS[clause.state]),
    element('h3', {}, clause.title),
    element('p', {}, clause.because),
    clause.settle !== undefined && element('p', { class: 'settle' }, element('b', {}, 'To settle it: '), clause.settle),
    element('code', { class: 'id' }, clause.id),
  );
}
