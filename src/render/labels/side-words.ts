import type { LabelsSide } from '../../report/labels-report.ts';
import { verdictWords } from './verdict-words.ts';

/** The verdict on a side in a few words, which never sound better than its state. */
export function sideWords({ verdict, state, refusal, failures }: LabelsSide): string {
  if (refusal !== undefined) return refusal.type === 'CannotTell' ? 'unknown' : 'refused';
  if (verdict === null) return state === 'broken' ? 'the trainer stops' : 'unknown';
  const words = verdictWords({ verdict });
  if (verdict !== 'answer-only' || state === 'holds') return words;
  if (state === 'unknown') return `${words}, as far as seen`;
  return failures.length > 0 ? `${words}, but the trainer stops` : `${words}, but not all of it`;
}
