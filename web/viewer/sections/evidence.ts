import type { Report } from '../../../src/report/report.ts';
import { element } from '../element.ts';
import { section } from '../section.ts';
import { stateWord } from '../state-word.ts';
import { table } from '../table.ts';

const STATES = {
  found: ['holds', 'Found'],
  absent: ['none', 'Absent'],
  unreadable: ['broken', 'Unreadable'],
} as const;

/** Which files the report rests on, and which it had to do without. */
export function evidenceSection(report: Report): HTMLElement {
  const { artifacts } = report.evidence;
  const text = {
    id: 'evidence',
    title: 'Evidence',
    lead: 'What this report was read from. Nothing outside these files was used.',
  };
  if (artifacts.length === 0) return section(text, element('p', { class: 'empty' }, 'No file was found.'));
  const rows = artifacts.map((artifact) => {
    const [mark, word] = STATES[artifact.state];
    return [artifact.name, stateWord(mark, word), element('code', {}, artifact.path), artifact.detail];
  });
  return section(
    text,
    table(
      'Files of the run',
      [{ title: 'Artifact' }, { title: 'State' }, { title: 'Path' }, { title: 'Detail' }],
      rows,
    ),
  );
}
