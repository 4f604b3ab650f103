import { sequenceDistance } from '../../lib/sequence-distance.ts';
import type { Edits, NoEdits } from './edits.ts';
import { PYTHON_SPACE } from './python-space.ts';
import { pythonStrip } from './python-strip.ts';

const SEVERAL = new RegExp(`${PYTHON_SPACE}{2,}`, 'g');

/** As `characterEdits`, in words as jiwer cuts them: runs of white space are one space, and nothing but a space parts two words. */
export function wordEdits(gold: string, answer: string): Edits | NoEdits {
  const wanted = wordsOf(gold);
  if (wanted.length === 0) return 'empty-gold';
  const edits = gold === answer ? 0 : sequenceDistance(wanted, wordsOf(answer));
  return edits === null ? 'too-long' : { edits, length: wanted.length };
}

function wordsOf(text: string): string[] {
  const words = pythonStrip(text.replace(SEVERAL, ' ')).split(' ');
  return words.length === 1 && words[0] === '' ? [] : words;
}
