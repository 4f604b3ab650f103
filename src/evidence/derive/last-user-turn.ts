import type { Turn } from '../data-set.ts';

/** The last turn of a conversation that is the user's. */
export function lastUserTurn(turns: readonly Turn[]): Turn | undefined {
  return turns.findLast((turn) => !turn.answer && turn.role !== 'system');
}
