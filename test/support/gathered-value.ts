import type { Gathered } from '../../src/evidence/gathered.ts';

/** The value of an artifact that the test expects to be there; says why when it is not. */
export function gatheredValue<T>(gathered: Gathered<T>): T {
  if (gathered.state === 'found') return gathered.value;
  throw new Error(`expected an artifact that was found, got ${JSON.stringify(gathered)}`);
}

/** How an artifact is told apart in one line: `found`, `absent`, or where and why it is unreadable. */
export function gatheredState(gathered: Gathered<unknown>): string {
  return gathered.state === 'unreadable' ? `${gathered.from}: ${gathered.reason}` : gathered.state;
}
