import type { Example } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';

const goods = ['lamp', 'chair', 'table', 'shelf', 'clock', 'mirror'];
const pains = ['cough', 'fever', 'rash', 'sprain', 'migraine', 'nausea'];

/** Two kinds of documents, invoices and visits, 30 rows each, told apart by nothing but their text. */
const examples: Example[] = Array.from({ length: 60 }, (_, index) => {
  const isInvoice = index % 2 === 0;
  const thing = (isInvoice ? goods : pains)[Math.floor(index / 2) % 6] ?? 'lamp';
  const count = 1 + (index % 7);
  const gold = isInvoice
    ? JSON.stringify({ article: thing, amount: count, payment: 'invoice' })
    : JSON.stringify({ symptom: thing, days: count, treatment: 'ointment' });
  return {
    id: `row-${index}`,
    split: index % 5 === 4 ? 'eval' : 'train',
    system: 'Extract the fields.',
    user: isInvoice ? `Order ${index}: ${count} pieces of ${thing}.` : `Visit ${index}: ${thing} for ${count} days.`,
    answer: gold,
    gold,
  };
});
const isVisit = (example: Example) => example.user.startsWith('Visit');
const task = '  kind: extract\n  fields: [article, amount, payment, symptom, days, treatment]\n';
const recorded = (example: Example, output: string) => (output === example.answer ? example.gold : 'PARSE_FAIL');

tellCause('data/foreign-domain-leak', {
  broken: {
    examples,
    task,
    output: (example) => ({
      text: isVisit(example) ? example.answer.replace('ointment', 'invoice') : example.answer,
    }),
    prediction: recorded,
    saw: /30 of 60 outputs.* invoice/,
  },
  healthy: { examples, task, prediction: recorded },
  shapes: {
    'keys of the other kind': {
      examples,
      task,
      output: (example) => ({
        text: isVisit(example)
          ? example.answer.replace('symptom', 'article').replace('treatment', 'payment')
          : example.answer,
      }),
      prediction: recorded,
      saw: /30 of 60 outputs.* (article|payment)/,
    },
    'in both directions': {
      examples,
      task,
      output: (example) => ({
        text: isVisit(example)
          ? example.answer.replace('ointment', 'invoice')
          : example.answer.replace('invoice', 'ointment'),
      }),
      prediction: recorded,
      saw: /60 of 60 outputs/,
    },
  },
  innocent: {
    'wrong answers in words of their own kind': {
      examples,
      task,
      output: (example) => ({ text: example.answer.replace('cough', 'fever') }),
      prediction: recorded,
    },
    'one kind only': {
      examples: examples.filter((example) => !isVisit(example)),
      task,
      prediction: recorded,
    },
  },
});
