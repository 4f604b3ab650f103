import { showsAssistantOnly } from '../../../../src/render/labels/shows-assistant-only.ts';
import type { LabelsReport } from '../../../../src/report/labels-report.ts';
import { section } from '../../section.ts';
import { stateWord } from '../../state-word.ts';
import { table } from '../../table.ts';

const STATES = {
  holds: ['holds', 'Holds'],
  fails: ['broken', 'Fails'],
  unknown: ['unknown', 'Unknown'],
} as const;

/** Whether assistant_only_loss would work here, condition by condition. */
export function assistantOnlySection(report: LabelsReport): HTMLElement | undefined {
  if (!showsAssistantOnly(report)) return undefined;
  const works = report.assistantOnly.every(({ state }) => state !== 'fails');
  const text = {
    id: 'assistant-only',
    title: 'What assistant_only_loss needs',
    lead: works ? 'It works with this data.' : 'It does not work with this data.',
  };
  const rows = report.assistantOnly.map(({ condition, state, text: reason }) => {
    const [mark, word] = STATES[state];
    return [condition, stateWord(mark, word), reason];
  });
  return section(
    text,
    table(
      'Conditions, in the order the trainer meets them',
      [{ title: 'Condition' }, { title: 'State' }, { title: 'Why' }],
      rows,
    ),
  );
}
