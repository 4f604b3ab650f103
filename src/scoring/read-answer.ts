import { answerJson } from './answer-json.ts';
import { type Extraction, extractClass } from './extract-class.ts';
import type { Parsed } from './parse-ladder.ts';
import type { Task } from './task.ts';

/** What a completion holds. Reading it is most of the work of scoring, so scores and failure detectors share one reading. */
export interface AnswerReading {
  /** Null where the task does not ask for JSON. */
  readonly parsed: Parsed | null;
  /** Null unless the task is classification. */
  readonly extraction: Extraction | null;
}

/** Reads a completion as its task wants it: the JSON in it, and the class that it gives. */
export function readAnswer(text: string, task: Task): AnswerReading {
  const parsed = answerJson(text, task);
  return { parsed, extraction: task.kind === 'classify' ? extractClass(text, task, parsed) : null };
}
