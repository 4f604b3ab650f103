import type { Change } from './aligned-text.ts';
import { byteLevelAlphabet } from './byte-level-alphabet.ts';

const encoder = new TextEncoder();

/** The character of the byte-level alphabet for every byte. */
export const BYTE_CHARACTERS: readonly string[] = (() => {
  const characters: string[] = [];
  for (const [character, byte] of byteLevelAlphabet()) characters[byte] = character;
  return characters;
})();

/** Every character as the byte-level characters of its UTF-8 bytes. */
export function byteChanges(text: string): Change[] {
  const changes: Change[] = [];
  for (const character of text) {
    let change = 0;
    for (const byte of encoder.encode(character)) {
      changes.push({ text: BYTE_CHARACTERS[byte] ?? '', change });
      change = 1;
    }
  }
  return changes;
}
