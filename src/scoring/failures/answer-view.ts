import type { JsonValue } from '../../formats/json-value.ts';
import { asksForJson } from '../asks-for-json.ts';
import type { Extraction } from '../extract-class.ts';
import { climbLadder, type Parsed } from '../parse-ladder.ts';
import { type AnswerReading, readAnswer } from '../read-answer.ts';
import type { Task } from '../task.ts';
import { answerKeys } from './answer-keys.ts';
import type { FailureSample } from './failure-sample.ts';
import { goldTextOf } from './gold-text-of.ts';
import { type TextPart, textWindow } from './text-window.ts';

/** One answer as the detectors see it, read once. */
export interface AnswerView {
  readonly output: string;
  readonly parts: readonly TextPart[];
  /** Null where the task does not ask for JSON. */
  readonly parsed: Parsed | null;
  /** Null unless the task is classification. */
  readonly extraction: Extraction | null;
  readonly finishReason: string | null;
  readonly prompts: readonly string[];
  readonly domain: string | null;
  /** The right answer as text; null when unknown, or hidden to try a detector on it. */
  readonly goldText: string | null;
  /** What `goldText` holds, where the task asks for JSON. */
  readonly goldValue: JsonValue | undefined;
  /** The right answer as the data gives it: JSON, or only its class. */
  readonly gold: JsonValue | undefined;
}

/** Reads a prediction. */
export function viewAnswer(sample: FailureSample, task: Task): AnswerView {
  const { output, reading = readAnswer(output, task) } = sample;
  const goldText = goldTextOf(sample, task);
  const goldValue = goldText !== null && asksForJson(task) ? climbLadder(goldText, 'any').value : undefined;
  return viewOf(
    { output, reading, goldText, goldValue, gold: sample.gold, finishReason: sample.finishReason },
    sample,
    task,
  );
}

/**
 * The right answer of a prediction as if it had been the output, with the right answer itself hidden: whatever fires here is a false
 * alarm. Null when the answer's text is not known.
 */
export function viewGold(sample: FailureSample, task: Task): AnswerView | null {
  const output = goldTextOf(sample, task);
  if (output === null) return null;
  return viewOf({ output, reading: readAnswer(output, task), goldText: null }, sample, task);
}

interface Seen extends Pick<AnswerView, 'output' | 'goldText'>, Partial<Pick<AnswerView, 'gold' | 'goldValue'>> {
  readonly reading: AnswerReading;
  readonly finishReason?: string | undefined;
}

function viewOf(seen: Seen, { prompts = [], domain }: FailureSample, task: Task): AnswerView {
  const { output, goldText, reading } = seen;
  const { parsed, extraction } = reading;
  const isAnswer = parsed === null || holdsAnswer(parsed, { task, extraction, goldText });
  return {
    output,
    goldText,
    parts: textWindow(output),
    parsed: isAnswer ? parsed : withoutValue(parsed, output),
    extraction,
    finishReason: seen.finishReason ?? null,
    prompts,
    domain: domain ?? null,
    goldValue: seen.goldValue,
    gold: seen.gold,
  };
}

/** JSON among other text is the answer only if it has something of an answer: a list of coordinates in a ramble is none. */
function holdsAnswer(
  { rung, value }: Parsed,
  { task, extraction, goldText }: { task: Task; extraction: Extraction | null; goldText: string | null },
): boolean {
  if (rung !== 'run-on' && rung !== 'preamble' && rung !== 'embedded') return true;
  if (extraction !== null) return extraction.state === 'class' || extraction.because !== 'path-missing';
  if (task.kind !== 'extract' || value === undefined || value === null || typeof value !== 'object') return true;
  const wanted = new Set([
    ...task.fields.map((field) => field.split(/[.[]/, 1)[0]),
    ...task.fields,
    ...answerKeys(goldText ?? ''),
  ]);
  return Object.keys(value).some((key) => wanted.has(key));
}

function withoutValue({ value: _value, ...parsed }: Parsed, output: string): Parsed {
  return { ...parsed, rung: 'none', start: output.length, end: output.length };
}
