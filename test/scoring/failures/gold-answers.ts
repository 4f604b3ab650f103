import { seededRandom } from '../../../src/lib/statistics/seeded-random.ts';
import type { FailureCode } from '../../../src/scoring/failures/failure-code.ts';
import type { FailureSample } from '../../../src/scoring/failures/failure-sample.ts';
import type { Task } from '../../../src/scoring/task.ts';
import { DOCUMENT_RECIPES } from './gold-documents.ts';
import { LANGUAGE_RECIPES } from './gold-languages.ts';
import type { Draw } from './gold-recipe.ts';
import { REPETITION_RECIPES } from './gold-repetition.ts';
import { STRUCTURE_RECIPES } from './gold-structures.ts';

export interface GeneratedTask {
  readonly name: string;
  readonly task: Task;
  /** What would be a failure elsewhere and is right here. */
  readonly rightly: FailureCode | null;
  readonly samples: readonly FailureSample[];
}

const RECIPES = [...DOCUMENT_RECIPES, ...LANGUAGE_RECIPES, ...REPETITION_RECIPES, ...STRUCTURE_RECIPES];

/** Right answers of varied tasks with the prompts they belong to, the same for the same seed: nothing in them is a failure. */
export function generatedTasks(perTask: number, seed = 7): readonly GeneratedTask[] {
  const random = seededRandom(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const draw: Draw = {
    whole,
    pick: (from) => {
      const one = from[whole(from.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
    times: (count, make) => Array.from({ length: count }, (_, at) => make(at)),
  };
  return RECIPES.map(({ name, task, instruction, row, rightly = null }) => ({
    ...{ name, task, rightly },
    samples: Array.from({ length: perTask }, (_, at): FailureSample => {
      const { input, answer } = row(draw);
      return {
        id: `${name}-${at}`,
        output: answer,
        target: answer,
        prompts: [`system\n${instruction}\nuser\n${input}\nassistant\n`, input],
      };
    }),
  }));
}
