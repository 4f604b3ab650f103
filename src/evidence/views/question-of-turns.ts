import type { Turn } from '../data-set.ts';

/** The text that turns ask, system prompt first, as src/evidence/derive/example-reader.ts reads a row. */
export function questionOfTurns(turns: readonly Turn[]): string {
  const textsOf = (isSystem: boolean): string =>
    turns.flatMap((turn) => ((turn.role === 'system') === isSystem ? [turn.text] : [])).join('\n');
  const [system, prompt] = [textsOf(true), textsOf(false)];
  return system === '' ? prompt : `${system}\n${prompt}`;
}
