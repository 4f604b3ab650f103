import type { LabelsReport } from '../../../../src/report/labels-report.ts';
import { element } from '../../element.ts';
import { section } from '../../section.ts';
import { table } from '../../table.ts';

/** The settings that labels follow from, and where each was read. */
export function settingsSection({ settings, trainer }: LabelsReport): HTMLElement | undefined {
  if (settings.length === 0 && trainer === undefined) return undefined;
  const libraries = trainer && [
    ['TRL', trainer.trl],
    ['transformers', trainer.transformers === '' ? 'not known' : trainer.transformers],
  ];
  const text = {
    id: 'settings',
    title: 'Settings that decided',
    ...(libraries && { lead: libraries.map((pair) => pair.join(' ')).join(', ') }),
  };
  const rows = settings.map(({ key, value, path }) => [element('code', {}, key), element('code', {}, value), path]);
  return section(
    text,
    rows.length > 0 &&
      table('As the run sets them', [{ title: 'Setting' }, { title: 'Value' }, { title: 'From' }], rows),
  );
}
