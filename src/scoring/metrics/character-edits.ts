import { codePointLength } from '../../lib/code-point-length.ts';
import { editDistance } from '../../lib/edit-distance.ts';
import type { Edits, NoEdits } from './edits.ts';
import { pythonStrip } from './python-strip.ts';

/**
 * The two numbers that jiwer's character error rate pools over all texts before it divides. Nothing is folded but outer white space. An
 * answer may need more edits than the gold text has characters: a rate above 1 says that far too much was written.
 */
export function characterEdits(gold: string, answer: string): Edits | NoEdits {
  const wanted = pythonStrip(gold);
  if (wanted === '') return 'empty-gold';
  const edits = gold === answer ? 0 : editDistance(wanted, pythonStrip(answer));
  return edits === null ? 'too-long' : { edits, length: codePointLength(wanted) };
}
