import type { JsonValue } from '../../formats/json-value.ts';
import type { AnswerReading } from '../read-answer.ts';

/** One prediction with whatever is known about it; every detector stays silent where what it needs is missing. */
export interface FailureSample {
  readonly id: string;
  /** The decoded completion. */
  readonly output: string;
  /** Of the output, where it was read before. */
  readonly reading?: AnswerReading | undefined;
  readonly outputIds?: ArrayLike<number> | undefined;
  readonly finishReason?: string | undefined;
  /** What the decoded prompt may look like: rendered without special tokens, the user's text alone. */
  readonly prompts?: readonly string[] | undefined;
  readonly promptIds?: ArrayLike<number> | undefined;
  readonly gold?: JsonValue | undefined;
  /** The answer as a right model would write it. */
  readonly target?: string | undefined;
  /** Kind of document, when the data set declares it. */
  readonly domain?: string | undefined;
}
