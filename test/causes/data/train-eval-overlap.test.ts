import { defaultExamples } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { messagesRow } from '../../support/stories-data.ts';

const examples = defaultExamples();
const train = examples.filter(({ split }) => split === 'train');
/** Evaluation rows are training rows again, the first `count` of them, after `alter`. */
const shared = (count: number, alter = (user: string) => user) => [
  ...train,
  ...examples
    .filter(({ split }) => split === 'eval')
    .map((example, index) => {
      const twin = index < count ? train[index * 2] : undefined;
      return twin === undefined ? example : { ...twin, id: example.id, split: 'eval' as const, user: alter(twin.user) };
    }),
];

tellCause('data/train-eval-overlap', {
  broken: { examples: shared(12), saw: /12 of 12 evaluation rows/ },
  healthy: {},
  shapes: {
    'a quarter of the rows': { examples: shared(3), saw: /3 of 12 evaluation rows/ },
    'in another case': { examples: shared(12, (user) => user.toUpperCase()), saw: /12 of 12 evaluation rows/ },
    'with other spaces': {
      examples: shared(12, (user) => user.replaceAll(' ', '  ')),
      saw: /12 of 12 evaluation rows/,
    },
    'messages rows': { examples: shared(12), dataRow: messagesRow, saw: /12 of 12 evaluation rows/ },
  },
  innocent: {
    'one row by chance': { examples: shared(1) },
    'rows made from one template': {},
  },
});
