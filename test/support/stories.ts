import { describe, expect, it } from 'vitest';
import type { CauseId } from '../../src/causes/registry.ts';
import { checkRun } from '../../src/check-run.ts';
import type { ClauseId } from '../../src/checks/define-check.ts';
import type { Report } from '../../src/report/report.ts';
import type { RunFiles } from '../../src/source/run-files.ts';
import { buildStory, type Story } from './stories-build.ts';

/** A story that breaks one thing, and what the first diagnosis has to have seen. */
export interface Told extends Story {
  /** The number that proves it, in the words of one of the checks that speak for the diagnosis. */
  readonly saw: RegExp;
}

export interface Telling {
  /** The clause that breaks; none for causes in data and training. */
  readonly clause?: ClauseId;
  /** Exactly one thing is wrong. */
  readonly broken: Told;
  /** The same run with that one thing right. */
  readonly healthy: Story;
  /** Other forms of the same fault. */
  readonly shapes?: Readonly<Record<string, Told>>;
  /** Runs that look like the fault and are none: nothing may be said. */
  readonly innocent?: Readonly<Record<string, Story>>;
}

/** Tests one cause: first in its stories, with its clause and its number, and silent in their healthy twins. */
export function tellCause(cause: CauseId, { clause, broken, healthy, shapes = {}, innocent = {} }: Telling): void {
  describe(cause, () => {
    it('is the first diagnosis of a run in which only this is wrong', async () => {
      const report = await reportOf(broken);
      expectFirst(report, cause, broken.saw);
      expect(brokenClauses(report)).toEqual(clause === undefined ? [] : [clause]);
    });
    it('is silent about the healthy twin', async () => expectSilent(await reportOf(healthy)));
    for (const [name, told] of Object.entries(shapes)) {
      it(`is the first diagnosis: ${name}`, async () => {
        const report = await reportOf(told);
        expectFirst(report, cause, told.saw);
        if (clause !== undefined) expect(brokenClauses(report)).toContain(clause);
        else expect(brokenClauses(report)).toEqual([]);
      });
    }
    for (const [name, story] of Object.entries(innocent)) {
      it(`says nothing: ${name}`, async () => expectSilent(await reportOf(story)));
    }
  });
}

export async function reportOf(story: Story): Promise<Report> {
  return reportOn(buildStory(story));
}

export async function reportOn(files: RunFiles): Promise<Report> {
  const report = await checkRun(files);
  expect(report.checks.filter(({ outcome }) => outcome === 'crashed')).toEqual([]);
  return report;
}

export function expectFirst(report: Report, cause: CauseId, saw: RegExp): void {
  const [first] = report.diagnoses;
  expect(first?.cause, seenIn(report)).toBe(cause);
  expect(first?.for.map((clue) => clue.saw).join('\n')).toMatch(saw);
}

/** No diagnosis and no broken clause; a clause without evidence is unknown, which is not an alarm. */
export function expectSilent(report: Report): void {
  expect(
    report.diagnoses.map(({ cause }) => cause),
    seenIn(report),
  ).toEqual([]);
  expect(brokenClauses(report), seenIn(report)).toEqual([]);
}

export function brokenClauses(report: Report): readonly string[] {
  return report.clauses.filter(({ state }) => state === 'broken').map(({ id }) => id);
}

/** What failed, so that a wrong diagnosis can be understood from the test's output alone. */
function seenIn(report: Report): string {
  const diagnoses = report.diagnoses.map(({ cause, probability }) => `${cause} ${probability}`).join(', ');
  const failed = report.checks.flatMap(({ id, findings }) => findings.map(({ what }) => `  ${id}: ${what}`));
  return [`diagnoses: ${diagnoses || 'none'}`, ...failed].join('\n');
}
