import type { UserMessage } from '../user-message.ts';

/** A bug in Lockstep, not in the run. The rest of the report stands. */
export function checkCrashed(ids: readonly string[]): UserMessage {
  return {
    what: `${ids.length} of the checks crashed: ${ids.join(', ')}. The rest of the report stands`,
    likely: 'a bug in Lockstep; please file an issue with the "crashed" entries of the JSON report',
    try: ['lockstep check --format json --out report.json'],
  };
}
