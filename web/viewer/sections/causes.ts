import { probabilityText } from '../../../src/render/probability-text.ts';
import { type UnsettledGroup, unsettledGroups } from '../../../src/render/unsettled-groups.ts';
import type { Report, ReportDiagnosis, ReportUndecided } from '../../../src/report/report.ts';
import { type Child, element } from '../element.ts';
import { fold } from '../fold.ts';
import { section } from '../section.ts';

/** Evidence weights reach about 6 nats (odds of 400 to 1); heavier ones fill the bar. */
const FULL_WEIGHT = 6;

/** Ranked causes in the order of the report; ranking is not a renderer's business. */
export function causesSection(report: Report): HTMLElement {
  const { runs, note } = report.calibration;
  const stands = `Probabilities stand on ${runs} sample ${runs === 1 ? 'run' : 'runs'}${note === '' ? '' : `: ${note}`}.`;
  const open = (report.undecided ?? []).map(undecided);
  if (report.diagnoses.length === 0) {
    const none = open.length > 0 ? open : [element('p', { class: 'empty' }, 'No cause was found.')];
    return section({ id: 'causes', title: 'Causes' }, ...none);
  }
  return section(
    {
      id: 'causes',
      title: 'Causes, likeliest first',
      lead: `${stands} Weights are in nats: 2.3 makes a cause ten times as likely.`,
    },
    element('ol', { class: 'causes' }, report.diagnoses.map(cause)),
    ...open,
  );
}

/** Causes that nothing seen tells apart, and what would. */
function undecided({ causes, because, settle, command }: ReportUndecided): HTMLElement {
  return element(
    'div',
    { class: 'cause' },
    element('h3', {}, 'The evidence does not separate these'),
    element(
      'ul',
      {},
      causes.map(({ cause: id, title }) => element('li', {}, `${title} `, element('code', { class: 'id' }, id))),
    ),
    element('p', {}, `${because}.`),
    element(
      'p',
      { class: 'remedy' },
      element('b', {}, 'Would tell them apart'),
      ` ${settle}`,
      command === undefined ? undefined : element('code', {}, ` ${command}`),
    ),
  );
}

function cause(diagnosis: ReportDiagnosis): HTMLElement {
  if (diagnosis.withheld === undefined) {
    return element('li', { class: 'cause' }, head(diagnosis), evidence(diagnosis), remedy('Remedy', diagnosis.remedy));
  }
  return element(
    'li',
    { class: 'cause cause-withheld' },
    head(diagnosis),
    element('p', { class: 'withheld' }, element('b', {}, 'Advice withheld. '), diagnosis.withheld),
    fold('Evidence, and the advice for later', evidence(diagnosis), remedy('Once the clauses hold', diagnosis.remedy)),
  );
}

function head(diagnosis: ReportDiagnosis): HTMLElement {
  const bar = element('i', {});
  bar.style.setProperty('width', `${Math.min(1, Math.max(0, diagnosis.probability)) * 100}%`);
  return element(
    'div',
    { class: 'cause-head' },
    element('span', { class: 'probability' }, probabilityText(diagnosis.probability)),
    element('h3', {}, diagnosis.title),
    element('span', { class: 'bar', 'aria-hidden': 'true' }, bar),
    element('code', { class: 'id' }, diagnosis.cause),
  );
}

function evidence(diagnosis: ReportDiagnosis): HTMLElement {
  return element(
    'div',
    { class: 'evidence' },
    clues(
      'For',
      diagnosis.for.map((clue) => weighed(clue, '+')),
    ),
    clues(
      'Against',
      diagnosis.against.map((clue) => weighed(clue, '−')),
    ),
    clues('Not settled', unsettledGroups(diagnosis).map(unsettled)),
  );
}

function clues(title: string, items: readonly HTMLElement[]): Child {
  if (items.length === 0) return undefined;
  return element('div', { class: 'clues' }, element('h4', {}, title), element('ul', {}, items));
}

function weighed(clue: ReportDiagnosis['for'][number], sign: '+' | '−'): HTMLElement {
  const size = Math.abs(clue.weight);
  const bar = element('i', {});
  bar.style.setProperty('width', `${Math.min(1, size / FULL_WEIGHT) * 100}%`);
  return element(
    'li',
    { class: sign === '+' ? 'clue clue-for' : 'clue clue-against' },
    element(
      'span',
      { class: 'weight' },
      element('span', {}, `${sign}${size.toFixed(1)}`),
      element('span', { class: 'bar', 'aria-hidden': 'true' }, bar),
    ),
    element(
      'p',
      {},
      element('strong', {}, clue.saw),
      element('span', { class: 'why' }, clue.because),
      element('code', { class: 'id' }, clue.check),
    ),
  );
}

function unsettled({ because, settle, checks }: UnsettledGroup): HTMLElement {
  return element(
    'li',
    { class: 'clue clue-open' },
    element('span', { class: 'weight' }, '?'),
    element(
      'p',
      {},
      element('strong', {}, because),
      element('span', { class: 'why' }, `To settle it: ${settle}`),
      checks.map((check) => [element('code', { class: 'id' }, check), ' ']),
    ),
  );
}

function remedy(title: string, text: string): HTMLElement {
  return element('p', { class: 'remedy' }, element('b', {}, title), ' ', text);
}
