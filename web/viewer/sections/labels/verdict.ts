import { countText } from '../../../../src/render/count-text.ts';
import { sideWords } from '../../../../src/render/labels/side-words.ts';
import type { LabelsReport, LabelsSide } from '../../../../src/report/labels-report.ts';
import { type Child, element } from '../../element.ts';
import { stateWord } from '../../state-word.ts';

type State = LabelsSide['state'];

const TITLES = { capture: 'Captured from the trainer', prediction: 'Predicted from data and settings' } as const;
const MISSING = { capture: 'No capture', prediction: 'No prediction' } as const;

/**
 * What the loss covers: of the capture where there is one, for that is what was trained on. One card for each side, and for whether they
 * agree.
 */
export function labelsVerdictSection(report: LabelsReport): HTMLElement {
  const [first] = report.sides;
  const state = first?.state ?? 'unknown';
  return element(
    'section',
    { id: 'verdict', class: `verdict verdict-${state}`, 'aria-labelledby': 'verdict-title' },
    element(
      'p',
      { class: 'verdict-state' },
      stateWord(state, first === undefined ? 'Unknown' : capital(sideWords(first))),
    ),
    element('h1', { id: 'verdict-title' }, first === undefined ? 'The labels cannot be told' : capital(first.headline)),
    element(
      'ul',
      { class: 'clauses label-cards' },
      report.sides.map(sideCard),
      report.missing.map(({ source, needs }) =>
        card({ state: 'unknown', word: 'Unknown', title: MISSING[source] }, element('p', {}, 'It needs ', needs)),
      ),
      comparisonCard(report),
    ),
  );
}

function sideCard(side: LabelsSide): HTMLElement {
  return card(
    { state: side.state, word: capital(sideWords(side)), title: TITLES[side.source] },
    element('p', {}, capital(side.headline)),
    element('p', { class: 'settle' }, capital(side.basis)),
    element('code', { class: 'id' }, side.path),
  );
}

function comparisonCard({ comparison }: LabelsReport): Child {
  if (comparison === undefined) return undefined;
  const { compared, same, explained } = comparison;
  const state = compared === 0 ? 'unknown' : same === compared ? 'holds' : 'broken';
  const word = { unknown: 'Not compared', holds: 'Agree', broken: 'Differ' }[state];
  return card(
    { state, word, title: 'Capture against prediction' },
    element('p', {}, `${countText(same)} of ${countText(compared)} captured rows have the predicted ids and labels.`),
    explained !== undefined && element('p', {}, 'Every compared row agrees with ', element('code', {}, explained), '.'),
  );
}

function card(
  head: { readonly state: State; readonly word: string; readonly title: string },
  ...children: readonly Child[]
): HTMLElement {
  return element(
    'li',
    { class: `clause clause-${head.state}` },
    element('div', { class: 'tracks', 'aria-hidden': 'true' }, element('i', {}), element('i', {})),
    stateWord(head.state, head.word),
    element('h2', {}, head.title),
    children,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
