import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'data/foreign-domain-leak',
  title: 'Answers use words of another kind of training row',
  phase: 'G',
  prior: -3,
  clues: [
    { check: 'data/foreign-term-answered', when: 'fail', weight: 7, because: "outputs contain another kind's words" },
    { check: 'data/foreign-term-answered', when: 'pass', weight: -6, because: 'outputs stay in their own vocabulary' },
  ],
  remedy:
    'Name the kind of document in every prompt (training and inference), rebalance the kinds, or train one adapter for each.',
  settle: { step: 'Put the training rows into the run folder' },
});
