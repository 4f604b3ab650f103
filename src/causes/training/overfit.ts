import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'training/overfit',
  title: 'A few rows were learned by heart',
  phase: 'G',
  prior: -3,
  clues: [
    {
      check: 'training/rows-memorised',
      when: 'fail',
      weight: 6.5,
      because: 'training rows are right and the others are not, after many passes',
    },
    {
      check: 'training/rows-memorised',
      when: 'pass',
      weight: -6,
      because: 'evaluation rows are answered nearly as well',
    },
    { check: 'data/class-imbalanced', when: 'fail', weight: -3, because: 'a dominating class explains the gap' },
    {
      check: 'data/foreign-term-answered',
      when: 'fail',
      weight: -3,
      because: 'words of another kind of row explain the gap',
    },
    {
      check: 'data/class-spelling-varies',
      when: 'fail',
      weight: -1,
      because: 'varying spellings explain a part of the gap',
    },
    {
      check: 'data/answers-conflicting',
      when: 'fail',
      weight: -1,
      because: 'conflicting answers explain a part of the gap',
    },
  ],
  rivals: [
    {
      cause: 'data/foreign-domain-leak',
      because: 'words of another kind of row leave the same gap between training rows and others',
      toldApartBy: [{ check: 'data/foreign-term-answered', when: 'verdict' }],
    },
  ],
  remedy: 'Use more varied rows or fewer passes, and pick the checkpoint by the evaluation score.',
  settle: { step: 'Predict training rows and evaluation rows with the same settings' },
});
