import { defaultExamples } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { labelled } from '../../support/stories-answers.ts';
import { messagesRow } from '../../support/stories-data.ts';

const spelled = (spell: (gold: string, index: number) => string) =>
  defaultExamples().map((example, index) => ({ ...example, answer: labelled(spell(example.gold, index)) }));
const lenient = { prediction: ({ gold }: { gold: string }) => gold };
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const saw = /write `(un)?safe` in [23] ways/;

tellCause('data/label-surface-varies', {
  broken: { examples: spelled((gold, index) => (index % 4 < 2 ? gold : capital(gold))), ...lenient, saw },
  healthy: { examples: spelled((gold) => gold), ...lenient },
  shapes: {
    'three spellings': {
      examples: spelled(
        (gold, index) => [gold, gold, capital(gold), capital(gold), gold.toUpperCase(), gold][index % 6] ?? gold,
      ),
      ...lenient,
      saw,
    },
    'a space behind the class': {
      examples: spelled((gold, index) => (index % 4 < 2 ? gold : `${gold} `)),
      ...lenient,
      saw,
    },
    'a space before the class': {
      examples: spelled((gold, index) => (index % 4 < 2 ? gold : ` ${gold}`)),
      ...lenient,
      saw,
    },
    'one class only': {
      examples: spelled((gold, index) => (gold === 'unsafe' && index % 4 < 2 ? capital(gold) : gold)),
      ...lenient,
      saw: /write `unsafe` in 2 ways/,
    },
    'messages rows': {
      examples: spelled((gold, index) => (index % 4 < 2 ? gold : capital(gold))),
      dataRow: messagesRow,
      ...lenient,
      saw,
    },
  },
  innocent: {
    'another spelling in the task than in every row': { examples: spelled(capital), ...lenient },
  },
});
