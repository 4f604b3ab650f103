import type { Finding } from '../../src/checks/define-check.ts';
import { type CheckId, checks } from '../../src/checks/registry.ts';
import type { CheckOutcome, CheckResult } from '../../src/checks/run-checks.ts';

/** Results of the registered checks named here, in their order; the others did not run. */
export function results(outcomes: Partial<Record<CheckId, CheckOutcome>>): readonly CheckResult[] {
  return checks.flatMap((check): CheckResult[] => {
    const outcome = outcomes[check.id];
    return outcome === undefined ? [] : [{ check, outcome }];
  });
}

export function passed(saw = 'all is well'): CheckOutcome {
  return { kind: 'pass', saw };
}

export function failed(message: string, data: Finding['data'] = {}): CheckOutcome {
  return { kind: 'fail', findings: [{ message, data, places: [] }] };
}

export function unknown(because: string, settle?: string): CheckOutcome {
  return { kind: 'unknown', because, ...(settle === undefined ? {} : { settle }) };
}
