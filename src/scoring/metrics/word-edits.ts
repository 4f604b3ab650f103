import { sequenceDistance } from '../../lib/sequence-distance.ts';
import type { Edits, NoEdits } from './edits.ts';
import { PYTHON_SPACE } from './python-space.ts';
import { pythonStrip } from './python-strip.ts';

const SEVERAL = new RegExp(`${PYTHON_SPACE}{2,}`, 'g');

/** As `characterEdits`, in words as jiwer cuts them: runs of white space are one space, and nothing but a space parts two words. */
export function wordEdits(gold: string, answer: string): Edits | NoEdits {
  const wanted = spaced(gold);
  if (wanted === '') return 'empty-gold';
  if (gold === answer) return { edits: 0, length: spacesIn(wanted) + 1 };
  const [words, given] = [wanted.split(' '), spaced(answer)];
  const edits = sequenceDistance(words, given === '' ? [] : given.split(' '));
  return edits === null ? 'too-long' : { edits, length: words.length };
}

function spaced(text: string): string {
  return pythonStrip(text.replace(SEVERAL, ' '));
}

function spacesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(' '); at !== -1; at = text.indexOf(' ', at + 1)) count++;
  return count;
}
