import { extractClass } from '../../scoring/extract-class.ts';
import type { Task } from '../../scoring/task.ts';
import type { DataRow, DataSet } from '../data-set.ts';
import type { Evidence, GatheredEvidence } from '../evidence.ts';
import type { Example, Examples } from '../examples.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import { generationPromptOf } from './generation-prompt-of.ts';
import { type TextSplitter, textSplitter } from './split-text-row.ts';

/** Reads question, answer and class from every row of a data set. */
export function deriveExamples(
  data: Gathered<DataSet>,
  gathered: GatheredEvidence,
  templateProbes: Evidence['templateProbes'],
): Gathered<Examples> {
  if (data.state !== 'found') return data;
  const requests = gathered.requests.state === 'found' ? gathered.requests.value : undefined;
  const split = textSplitter(requests, generationPromptOf(templateProbes));
  const task = gathered.task.state === 'found' ? gathered.task.value : undefined;
  const rows = data.value.rows.flatMap((row) => exampleOf(row, split, task));
  if (rows.length === 0) return absent(`row with a question in ${data.value.path}`);
  return found({ path: data.value.path, rows, unread: data.value.rows.length - rows.length }, data.from);
}

function exampleOf(row: DataRow, split: TextSplitter, task: Task | undefined): readonly Example[] {
  const turns = row.text === undefined ? row.turns : split(row.text).turns;
  const lastAnswer = turns.findLastIndex((turn) => turn.answer);
  const before = lastAnswer < 0 ? turns : turns.slice(0, lastAnswer);
  const prompt = before.flatMap((turn) => (turn.role === 'system' ? [] : [turn.text])).join('\n');
  if (prompt === '') return [];
  const system = before.flatMap((turn) => (turn.role === 'system' ? [turn.text] : [])).join('\n');
  const answer = turns[lastAnswer]?.text ?? row.gold;
  return [{ row: row.index, system, prompt, ...(answer === undefined ? {} : { answer, ...classOf(answer, task) }) }];
}

function classOf(answer: string, task: Task | undefined): Pick<Example, 'class' | 'surface'> {
  if (task?.kind !== 'classify') return {};
  const extraction = extractClass(answer, task);
  return extraction.state === 'class' ? { class: extraction.class, surface: extraction.surface } : {};
}
