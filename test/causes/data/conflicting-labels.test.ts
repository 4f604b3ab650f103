import { defaultExamples } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { labelled, threeClassExamples, threeClassTask } from '../../support/stories-answers.ts';
import { messagesRow } from '../../support/stories-data.ts';

const examples = defaultExamples();
/** Every training row a second time; where `conflicts` says so, with the other class. */
const doubled = (conflicts: (index: number) => boolean) =>
  examples.flatMap((example, index) => {
    if (example.split === 'eval') return [example];
    const gold = conflicts(index) ? (example.gold === 'safe' ? 'unsafe' : 'safe') : example.gold;
    return [example, { ...example, id: `${example.id}-again`, gold, answer: labelled(gold) }];
  });
/** Ten rows; the questions of the first two are one, and their answers are not. */
const ten = threeClassExamples(12, (index) => (index % 2 === 0 ? 'whole' : 'torn'))
  .filter(({ id }) => !['row-2', 'row-5'].includes(id))
  .map((example, index, all) => ({
    ...example,
    split: 'train' as const,
    user: index === 1 ? (all[0]?.user ?? '') : example.user,
  }));

tellCause('data/conflicting-labels', {
  broken: { examples: doubled((index) => index % 2 === 0), saw: /\d+ of 48 training rows.* more than 7\d(\.\d)? %/ },
  healthy: { examples: doubled(() => false) },
  shapes: {
    'every row': { examples: doubled(() => true), saw: /48 of 48 training rows.* more than 50 %/ },
    'two of ten rows': { examples: ten, task: threeClassTask, saw: /2 of 10 training rows.* more than 90 %/ },
    'messages rows': {
      examples: doubled((index) => index % 2 === 0),
      dataRow: messagesRow,
      saw: /\d+ of 48 training rows/,
    },
    'an extraction': {
      examples: doubled((index) => index % 2 === 0),
      task: '  kind: extract\n  fields: [label]\n',
      saw: /\d+ of 48 training rows/,
    },
  },
  innocent: {
    'one pair among 36 rows': { examples: doubled((index) => index === 0) },
    'open answers differ': { examples: doubled((index) => index % 2 === 0), task: '  kind: free\n' },
    'the system prompt tells the rows apart': {
      examples: doubled(() => true).map((example) =>
        example.id.endsWith('again') ? { ...example, system: 'Say whether the ladder is broken.' } : example,
      ),
      request: ({ system, user }) =>
        `<|im_start|>system\n${system}<|im_end|>\n<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`,
    },
  },
});
