import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import { failed, ok, type Result } from '../lib/result.ts';
import type { CheckedRun } from '../report/data-advice.ts';
import { ReportSchema } from '../report/report.ts';

/** A report of a run with thousands of findings has some megabytes. */
const REPORT_LIMIT = 64 * 1024 * 1024;

/** The clauses of a report that `lockstep check --format json` wrote, and the folder they are about. */
export async function readCheckedRun(path: string): Promise<Result<CheckedRun>> {
  try {
    const { size } = await stat(path);
    if (size > REPORT_LIMIT) return failed(`the report ${path} has ${size} bytes, more than ${REPORT_LIMIT}`);
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
    const report = v.safeParse(ReportSchema, parsed);
    if (!report.success) return failed(`${path} is no report of lockstep check --format json`);
    const { run, clauses } = report.output;
    return ok({ folder: run.folder, clauses });
  } catch (error) {
    return failed(`the report ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
