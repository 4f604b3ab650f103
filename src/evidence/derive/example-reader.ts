import { extractClass } from '../../scoring/extract-class.ts';
import type { Task } from '../../scoring/task.ts';
import type { DataRow } from '../data-set.ts';
import type { Example } from '../examples.ts';
import type { TextSplitter } from './split-text-row.ts';

/** Makes what reads question, answer and class from a row; it gives undefined for a row without a question. */
export function exampleReader(split: TextSplitter, task: Task | undefined): (row: DataRow) => Example | undefined {
  return (row) => {
    const turns = row.text === undefined ? row.turns : split(row.text).turns;
    const lastAnswer = turns.findLastIndex((turn) => turn.answer);
    const before = lastAnswer < 0 ? turns : turns.slice(0, lastAnswer);
    const prompt = before.flatMap((turn) => (turn.role === 'system' ? [] : [turn.text])).join('\n');
    if (prompt === '') return undefined;
    const system = before.flatMap((turn) => (turn.role === 'system' ? [turn.text] : [])).join('\n');
    const answer = turns[lastAnswer]?.text ?? row.gold;
    return { row: row.index, system, prompt, ...(answer === undefined ? {} : { answer, ...classOf(answer, task) }) };
  };
}

function classOf(answer: string, task: Task | undefined): Pick<Example, 'class' | 'surface'> {
  if (task?.kind !== 'classify') return {};
  const extraction = extractClass(answer, task);
  return extraction.state === 'class' ? { class: extraction.class, surface: extraction.surface } : {};
}
