import type { Damage } from '../evidence/damage.ts';

/** A file of a million bad lines is one fact, not a million: enough entries to see the pattern, then a count. */
const MAX_ENTRIES = 200;

export interface DamageList {
  add(reason: string, line?: number): void;
  /** The entries, and one last entry that counts what was left out. */
  entries(): readonly Damage[];
}

export function createDamageList(path: string): DamageList {
  const kept: Damage[] = [];
  let total = 0;
  return {
    add: (reason, line) => {
      total++;
      if (kept.length < MAX_ENTRIES) kept.push(line === undefined ? { path, reason } : { path, line, reason });
    },
    entries: () =>
      total > kept.length
        ? [
            ...kept,
            { path, reason: `${total - kept.length} more parts of this file could not be used (${total} in all)` },
          ]
        : kept,
  };
}
