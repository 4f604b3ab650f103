import type { FailureCode } from '../../../src/scoring/failures/failure-code.ts';
import type { Task } from '../../../src/scoring/task.ts';

/** Where a recipe takes its chances from; the same for the same seed. */
export interface Draw {
  readonly pick: <T>(from: readonly T[]) => T;
  readonly whole: (below: number) => number;
  readonly times: <T>(count: number, make: (at: number) => T) => T[];
}

/** Makes right answers of one task, each with the input that it answers. */
export interface GoldRecipe {
  readonly name: string;
  readonly task: Task;
  readonly instruction: string;
  /** What would be a failure elsewhere and is right here. */
  readonly rightly?: FailureCode;
  readonly row: (draw: Draw) => { readonly input: string; readonly answer: string };
}

const WORDS =
  'the report shows that sales in the north rose while costs fell and the team expects more orders next year from small shops with new staff'.split(
    ' ',
  );
/** An English sentence of six to seventeen words. */
export const sentence = ({ pick, times, whole }: Draw): string => {
  const text = times(6 + whole(12), () => pick(WORDS)).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};
