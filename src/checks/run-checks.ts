import { type ArtifactName, type Artifacts, artifactNames } from '../evidence/artifacts.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { stackText } from '../lib/stack-text.ts';
import type { Check, Outcome } from './define-check.ts';

/** What a check may return, and the two outcomes that only the runner adds. */
export type CheckOutcome =
  | Outcome
  | { readonly kind: 'blocked'; readonly by: readonly ArtifactName[]; readonly because: string }
  | { readonly kind: 'crashed'; readonly reason: string };

export interface CheckResult {
  readonly check: Check;
  readonly outcome: CheckOutcome;
}

/**
 * Runs every check on the evidence it declared. A missing or damaged artifact blocks the check, a bug in it is recorded; the others go on.
 */
export function runChecks(checks: readonly Check[], evidence: Evidence): readonly CheckResult[] {
  return checks.map((check) => ({ check, outcome: outcomeOf(check, evidence) }));
}

function outcomeOf(check: Check, evidence: Evidence): CheckOutcome {
  const missing = check.needs.filter((name) => evidence[name].state !== 'found');
  if (missing.length > 0) {
    return {
      kind: 'blocked',
      by: missing,
      because: [...new Set(missing.map((name) => whyMissing(name, evidence)))].join('; '),
    };
  }
  try {
    return check.run(narrowed(check, evidence));
  } catch (error) {
    return { kind: 'crashed', reason: stackText(error) };
  }
}

function whyMissing(name: ArtifactName, evidence: Evidence): string {
  const gathered = evidence[name];
  if (gathered.state === 'unreadable') return `${gathered.from} could not be read: ${gathered.reason}`;
  if (gathered.state === 'absent')
    return gathered.looked.length > 0 ? `no ${gathered.looked.join(' or ')}` : `no ${name}`;
  return name;
}

/** Hands over only what was declared; reading anything else is a bug and throws. What a check only `uses` may be undefined. */
function narrowed({ needs, uses = [] }: Check, evidence: Evidence): Artifacts {
  const target = {};
  for (const name of artifactNames) {
    const gathered = evidence[name];
    const declared = (needs.includes(name) || uses.includes(name)) && gathered.state === 'found';
    Object.defineProperty(target, name, {
      enumerable: declared,
      get: () => {
        if (declared) return gathered.value;
        if (uses.includes(name)) return undefined;
        throw new Error(`the check reads ${name}, which it did not declare`);
      },
    });
  }
  return target as Artifacts;
}
