import type { DataSet } from '../data-set.ts';
import type { Evidence, GatheredEvidence } from '../evidence.ts';
import type { Examples } from '../examples.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import { exampleReader } from './example-reader.ts';
import { generationPromptOf } from './generation-prompt-of.ts';
import { textSplitter } from './split-text-row.ts';

/** Reads question, answer and class from every row of a data set. */
export function deriveExamples(
  data: Gathered<DataSet>,
  gathered: GatheredEvidence,
  templateProbes: Evidence['templateProbes'],
): Gathered<Examples> {
  if (data.state !== 'found') return data;
  const requests = gathered.requests.state === 'found' ? gathered.requests.value : undefined;
  const split = textSplitter(requests, generationPromptOf(templateProbes));
  const read = exampleReader(split, gathered.task.state === 'found' ? gathered.task.value : undefined);
  const rows = data.value.rows.map(read).filter((row) => row !== undefined);
  if (rows.length === 0) return absent(`row with a question in ${data.value.path}`);
  return found({ path: data.value.path, rows, unread: data.value.rows.length - rows.length }, data.from);
}
