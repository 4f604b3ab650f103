import * as v from 'valibot';
import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { CheckedRun } from '../report/data-advice.ts';
import { ReportSchema } from '../report/report.ts';
import { readSmallFile } from './paths/read-small-file.ts';

/** A report of a run with thousands of findings has some megabytes. */
const REPORT_LIMIT = 64 * 1024 * 1024;

/** The clauses of a report that `lockstep check --format json` wrote, and the folder they are about. */
export async function readCheckedRun(path: string): Promise<Result<CheckedRun>> {
  const text = await readSmallFile(path, REPORT_LIMIT);
  if (!text.ok) return failed(`the report ${path} ${text.problem.reason}`);
  try {
    const parsed: unknown = JSON.parse(text.value);
    const report = v.safeParse(ReportSchema, parsed);
    if (!report.success) return failed(`${path} is no report of lockstep check --format json`);
    const { run, clauses } = report.output;
    return ok({ folder: run.folder, clauses });
  } catch (error) {
    return failed(`the report ${path} cannot be read: ${errorText(error)}`);
  }
}
