import { countText } from '../../../src/render/count-text.ts';
import { placeText } from '../../../src/render/place-text.ts';
import type { ReportFinding } from '../../../src/report/report.ts';
import { type Child, element } from '../element.ts';
import { fold } from '../fold.ts';

/** Places shown before the fold. */
const SHOWN_PLACES = 3;

/** Places kept in the page at all; the JSON report has the rest. */
const MAX_PLACES = 200;

/** One finding: what is wrong, why it matters, what to do, and where. */
export function findingBox(finding: ReportFinding): HTMLElement {
  return element(
    'div',
    { class: 'finding' },
    element('p', { class: 'what' }, finding.what),
    element(
      'dl',
      {},
      element('dt', {}, 'Why it matters'),
      element('dd', {}, finding.why),
      element('dt', {}, 'What to do'),
      element('dd', {}, finding.fix),
      finding.places.length > 0 && [element('dt', {}, 'Where'), element('dd', {}, places(finding.places))],
    ),
  );
}

function places(all: ReportFinding['places']): Child {
  const lines = all.slice(0, MAX_PLACES).map((place) => element('li', {}, element('code', {}, placeText(place))));
  const list = element('ul', { class: 'places' }, lines.slice(0, SHOWN_PLACES));
  if (lines.length <= SHOWN_PLACES) return list;
  const left = all.length - lines.length;
  const hidden = all.length - SHOWN_PLACES;
  const rest = element('ul', { class: 'places' }, lines.slice(SHOWN_PLACES));
  const omitted = left > 0 && element('p', {}, `${countText(left)} further places are in the JSON report.`);
  return [list, fold(`${countText(hidden)} more ${hidden === 1 ? 'place' : 'places'}`, rest, omitted)];
}
