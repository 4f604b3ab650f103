import type { Example } from './run-builder.ts';
import { jsonLines } from './stories-build.ts';

/** What a model that was not tuned says: prose that depends on the row. */
export function baseAnswer({ user }: Example): string {
  return `I am not sure. ${user} Please ask an expert about it.`;
}

/** predictions.base.jsonl with these answers. */
export function basePredictions(examples: readonly Example[], answer: (example: Example) => string): string {
  return jsonLines(
    examples.map((example) => ({
      id: example.id,
      split: example.split,
      output: answer(example),
      gold: example.gold,
      target: example.answer,
    })),
  );
}

/** The class of the other kind. */
export function otherClass({ gold }: Example): string {
  return gold === 'safe' ? 'unsafe' : 'safe';
}

/** An answer that names a class as JSON. */
export function labelled(name: string): string {
  return JSON.stringify({ label: name });
}

/** Rows of three classes; `classOf` says which class a row has. */
export function threeClassExamples(count: number, classOf: (index: number) => string): Example[] {
  const colours = ['red', 'green', 'blue', 'white', 'black', 'brown', 'grey'];
  return Array.from({ length: count }, (_, index) => {
    const gold = classOf(index);
    const item = `${colours[index % colours.length]} box number ${index} on shelf ${(index * 7) % 31}`;
    return {
      id: `row-${index}`,
      split: index % 3 === 2 ? 'eval' : 'train',
      system: 'Name the state of the parcel.',
      user: `The parcel is the ${item}.`,
      answer: labelled(gold),
      gold,
    };
  });
}

export const threeClassTask = '  kind: classify\n  classes: [whole, torn, wet]\n  answer: json\n  class_path: label\n';
