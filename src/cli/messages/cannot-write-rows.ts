import { extname } from 'node:path';
import { shellWord } from '../../lib/shell-word.ts';
import type { UserMessage } from '../user-message.ts';

/** Converted rows are JSON Lines, and the name of the output file says that they are something else. */
export function cannotWriteRows(file: string, out: string): UserMessage {
  const stem = out.slice(0, out.length - extname(out).length);
  return {
    what: `lockstep convert writes JSON Lines, not what the name ${out} says`,
    likely: 'a name that was taken over from the data; datasets and pandas read JSON Lines as well',
    try: [`lockstep convert ${shellWord(file)} … --out ${shellWord(`${stem}.jsonl`)}`],
  };
}
