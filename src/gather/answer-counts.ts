import type { AnswerSummary, JoinedData } from '../evidence/answer-summary.ts';
import type { Answer } from './answer-rows.ts';

export interface AnswerCounts {
  /** A row of the file, used or not; from 0. */
  readonly read: (index: number) => void;
  readonly count: (answer: Answer) => void;
  readonly result: () => Omit<AnswerSummary, 'damage' | 'data'> &
    Pick<JoinedData, 'joined' | 'gold' | 'otherGold' | 'byPlace'>;
}

/** Counts answers as they go by. */
export function answerCounts(columns: readonly string[]): AnswerCounts {
  const withColumn = new Map(columns.map((column) => [column, 0]));
  const counts = { total: 0, used: 0, cut: 0, withPrompt: 0, joined: 0, gold: 0, otherGold: 0, byPlace: false };
  return {
    read: (index) => {
      counts.total = index + 1;
    },
    count: ({ prediction, request, question, prompt, joined }) => {
      counts.used++;
      if (prediction.outputCut) counts.cut++;
      if ((request ?? question ?? prompt) !== undefined) counts.withPrompt++;
      if (joined !== undefined) counts.joined++;
      if (joined?.gaveGold === true) counts.gold++;
      if (joined?.otherGold === true) counts.otherGold++;
      counts.byPlace ||= joined?.by === 'place';
      for (const [column, rows] of withColumn)
        if ((prediction.metadata?.[column] ?? null) !== null) withColumn.set(column, rows + 1);
    },
    result: () => ({ ...counts, withColumn }),
  };
}
