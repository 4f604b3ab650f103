import { causes } from './causes/registry.ts';
import { weighCauses } from './causes/weigh-causes.ts';
import { checks } from './checks/registry.ts';
import { runChecks } from './checks/run-checks.ts';
import { deriveEvidence } from './evidence/derive/derive-evidence.ts';
import { gather } from './gather/gather.ts';
import { buildReport } from './report/build-report.ts';
import type { Report } from './report/report.ts';
import type { RunFiles } from './source/run-files.ts';
import { version } from './version.ts';

export interface CheckOptions {
  /** The base model and the served folder, when they are outside the run folder. */
  readonly base?: RunFiles;
  readonly served?: RunFiles;
  /** Milliseconds from any origin, for the report's timings; a clock is not part of the pure core. */
  readonly now?: () => number;
}

/** The pipeline: files → evidence → checks → causes → report. Missing and damaged files are findings, never exceptions. */
export async function checkRun(files: RunFiles, options: CheckOptions = {}): Promise<Report> {
  const { base, served, now = () => 0 } = options;
  const start = now();
  const gathered = await gather(files, {
    ...(base === undefined ? {} : { base }),
    ...(served === undefined ? {} : { served }),
  });
  const read = now();
  const evidence = deriveEvidence(gathered);
  const derived = now();
  const results = runChecks(checks, evidence);
  const weighed = weighCauses(causes, results);
  const timings = { gather: read - start, derive: derived - read, check: now() - derived };
  return buildReport({ folder: files.root, version, evidence, results, weighed, timings });
}
