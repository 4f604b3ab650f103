import type { LockDifference } from '../lock/lock-difference.ts';
import type { ExitCode, FailOn } from './exit-code.ts';

/** As for a report: 1 when something broken, unknown or merely changed is at or above the level. */
export function differenceExitCode(differences: readonly Pick<LockDifference, 'weight'>[], failOn: FailOn): ExitCode {
  const has = (weight: LockDifference['weight']) => differences.some((one) => one.weight === weight);
  switch (failOn) {
    case 'never':
      return 0;
    case 'broken':
      return has('breaks') ? 1 : 0;
    case 'unknown':
      return has('breaks') || has('unknown') ? 1 : 0;
    case 'warning':
      return differences.length > 0 ? 1 : 0;
  }
}
