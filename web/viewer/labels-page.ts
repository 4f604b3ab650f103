import type { LabelsReport } from '../../src/report/labels-report.ts';
import { pageFrame } from './page-frame.ts';
import { assistantOnlySection } from './sections/labels/assistant-only.ts';
import { comparisonSection } from './sections/labels/comparison.ts';
import { settingsSection } from './sections/labels/settings.ts';
import { sideSection } from './sections/labels/side.ts';
import { labelsVerdictSection } from './sections/labels/verdict.ts';

const SIDES = { capture: 'Captured', prediction: 'Predicted' } as const;

/** The page of `lockstep labels`. Sections without anything to say are left out. */
export function labelsPage(report: LabelsReport): HTMLElement[] {
  const sections = [
    ['verdict', 'Verdict', labelsVerdictSection(report)],
    ['comparison', 'Comparison', comparisonSection(report)],
    ...report.sides.map((side) => [side.source, SIDES[side.source], sideSection(side)] as const),
    ['assistant-only', 'Assistant only', assistantOnlySection(report)],
    ['settings', 'Settings', settingsSection(report)],
  ] as const;
  const drawn = sections.filter(([, , section]) => section !== undefined);
  return pageFrame({
    name: 'labels',
    folder: report.folder,
    links: drawn.map(([id, title]) => [id, title]),
    sections: drawn.map(([, , section]) => section),
    footer: [`Lockstep ${report.tool.version}, ${report.schema}. This file asks the network for nothing.`],
  });
}
