import { countText } from '../../../src/render/count-text.ts';
import type { ScoreView } from '../../../src/render/score/score-view.ts';
import { element } from '../element.ts';
import { exactText } from '../exact-text.ts';
import type { ChosenFigure, OpenSamples } from './score-table.ts';

type Sample = ScoreView['samples'][number];

/** Drawn at once; more on demand, so that a figure of a thousand rows opens at once. */
const AT_ONCE = 50;
const MOST_CHARACTERS = 1_300;

/** The samples behind the figure that was chosen last. */
export function sampleList(samples: readonly Sample[]): { readonly node: HTMLElement; readonly open: OpenSamples } {
  const byId = new Map<string, Sample[]>();
  for (const sample of samples) byId.set(sample.id, [...(byId.get(sample.id) ?? []), sample]);
  const title = element('h2', { id: 'samples-title', tabindex: -1 }, 'Samples');
  const body = element('div', { class: 'section-body', 'aria-live': 'polite' }, hint());
  const node = element(
    'section',
    { id: 'samples', 'aria-labelledby': 'samples-title' },
    element('div', { class: 'section-head' }, title),
    body,
  );
  const open: OpenSamples = (figure, from) => {
    const ids = [...new Set(figure.ids)];
    title.textContent = '';
    title.append(element('span', {}, `Samples: ${figure.title}`));
    body.replaceChildren(countLine(ids.length, figure), backButton(from), ...drawn(ids, byId));
    node.scrollIntoView();
    title.focus({ preventScroll: true });
  };
  return { node, open };
}

function hint(): HTMLElement {
  return element(
    'p',
    { class: 'empty' },
    'Choose a figure above to see the rows behind it: of a score the ones that miss it, of a failure or a count the ones that have it.',
  );
}

/** A score leads to what is missing from it, which a title that ends in "right" does not say. */
function countLine(listed: number, { total, behind }: ChosenFigure): HTMLElement {
  const which = behind === 'missed' ? ' that miss it' : '';
  if (total === undefined || total <= listed) {
    const words = listed === 1 ? 'row' : 'rows';
    return element(
      'p',
      { class: 'empty' },
      `${total === undefined ? 'The first ' : ''}${countText(listed)} ${words}${which}.`,
    );
  }
  return element('p', { class: 'empty' }, `The first ${countText(listed)} of ${countText(total)}${which}.`);
}

function backButton(from: HTMLElement): HTMLElement {
  const button = element('button', { type: 'button', class: 'back' }, 'Back to the figure');
  button.addEventListener('click', () => {
    from.scrollIntoView({ block: 'center' });
    from.focus({ preventScroll: true });
  });
  return button;
}

function drawn(ids: readonly string[], byId: ReadonlyMap<string, readonly Sample[]>): readonly Node[] {
  const list = element('div', { class: 'samples' });
  const more = element('button', { type: 'button', class: 'more' });
  let shown = 0;
  const draw = (): void => {
    const next = ids.slice(shown, shown + AT_ONCE);
    shown += next.length;
    list.append(...next.flatMap((id) => byId.get(id)?.map(sampleNode) ?? [unknownNode(id)]));
    more.textContent = `Show more (${countText(ids.length - shown)} left)`;
    more.hidden = shown >= ids.length;
  };
  more.addEventListener('click', draw);
  draw();
  return [list, more];
}

function sampleNode({ id, split, facts }: Sample): HTMLElement {
  return element(
    'article',
    { class: 'sample' },
    element('h3', {}, element('code', {}, id), ' ', element('span', { class: 'sample-split' }, split)),
    element(
      'dl',
      {},
      facts.map(({ name, text, exact }) =>
        element(
          'div',
          {},
          element('dt', {}, name),
          element('dd', {}, exact ? element('span', { class: 'sample-text' }, exactText(text, MOST_CHARACTERS)) : text),
        ),
      ),
    ),
  );
}

/** The page carries a part of the rows; the others are in their file. */
function unknownNode(id: string): HTMLElement {
  return element(
    'p',
    { class: 'empty' },
    element('code', {}, id),
    ' is not among the rows in this page; look it up in its file.',
  );
}
