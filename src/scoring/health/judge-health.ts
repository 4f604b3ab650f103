import type { DataHealth } from './data-health.ts';
import type { HealthFinding } from './health-finding.ts';
import { judgeData } from './judge-data.ts';
import { judgeTraining, type TrainingOutcome } from './judge-training.ts';

const ORDER = ['error', 'warning', 'note'] as const;

/** Everything that is worth a look, gravest first. Where what was measured on the run shows no harm, a finding is a note. */
export function judgeHealth(health: DataHealth, outcome: TrainingOutcome): readonly HealthFinding[] {
  const all = [...judgeData(health), ...judgeTraining(health, outcome)];
  return all.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}
