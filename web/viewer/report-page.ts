import type { Report } from '../../src/report/report.ts';
import { pageFrame } from './page-frame.ts';
import { causesSection } from './sections/causes.ts';
import { checksSection } from './sections/checks.ts';
import { clausesSection } from './sections/clauses.ts';
import { differencesSection } from './sections/differences.ts';
import { evidenceSection } from './sections/evidence.ts';
import { lossSection } from './sections/loss.ts';
import { scoresSection } from './sections/scores.ts';
import { tokensSection } from './sections/tokens.ts';
import { verdictSection } from './sections/verdict.ts';

const SECTIONS = [
  ['verdict', 'Verdict', verdictSection],
  ['clauses', 'Clauses', clausesSection],
  ['causes', 'Causes', causesSection],
  ['tokens', 'Tokens', tokensSection],
  ['differences', 'Differences', differencesSection],
  ['scores', 'Scores', scoresSection],
  ['loss', 'Training curve', lossSection],
  ['checks', 'Checks', checksSection],
  ['evidence', 'Evidence', evidenceSection],
] as const;

/** The page of `lockstep check`. */
export function reportPage(report: Report): HTMLElement[] {
  const timings = Object.entries(report.timings).map(([stage, time]) => `${stage} ${time.toFixed(0)} ms`);
  return pageFrame({
    name: 'report',
    folder: report.run.folder,
    links: SECTIONS.map(([id, title]) => [id, title]),
    sections: SECTIONS.map(([, , draw]) => draw(report)),
    footer: [
      `Lockstep ${report.tool.version}, ${report.schema}. This file asks the network for nothing.`,
      timings.join(' · '),
    ],
  });
}
