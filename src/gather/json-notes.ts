import type { BigInteger, DuplicateKey } from '../formats/json.ts';
import type { DamageList } from './damage-list.ts';

/** Digits shown of a number that may be a megabyte long. */
const SHOWN_DIGITS = 24;

/** What a JSON reader would keep to itself: keys that overwrite each other, integers that a double cannot hold. */
export function noteJsonTraps(
  found: { readonly duplicateKeys: readonly DuplicateKey[]; readonly bigIntegers: readonly BigInteger[] },
  damage: DamageList,
  line?: number,
): void {
  for (const { path } of found.duplicateKeys) {
    damage.add(`the key ${shortened(path, 80)} appears more than once in one object; the last one was used`, line);
  }
  for (const { path, lexeme } of found.bigIntegers) {
    damage.add(
      `the integer ${shortened(lexeme, SHOWN_DIGITS)} at ${shortened(path, 80) || 'the top'} is beyond 2^53, which JavaScript cannot hold exactly; it was kept as text`,
      line,
    );
  }
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
