import { tellCause } from '../../support/stories.ts';
import { equalLength, equalLengthExamples, messagesRow, textRow } from '../../support/stories-data.ts';

const examples = equalLengthExamples;

tellCause('loss/answer-truncated', {
  clause: 'answer-only-loss',
  broken: { examples, maxLength: equalLength - 8, saw: /24 of 24 captured rows.* end inside the answer/ },
  healthy: { examples, maxLength: equalLength },
  shapes: {
    'cut in the middle of the JSON, messages rows': {
      examples,
      dataRow: messagesRow,
      maxLength: equalLength - 12,
      saw: /24 of 24 captured rows/,
    },
    'only the stop token is cut': { examples, maxLength: equalLength - 2, saw: /24 of 24 captured rows/ },
    'only the stop token is cut from text rows': {
      examples,
      dataRow: textRow,
      maxLength: equalLength - 2,
      saw: /24 of 24 captured rows/,
    },
    'text rows cut in the answer': {
      examples,
      dataRow: textRow,
      maxLength: equalLength - 8,
      saw: /24 of 24 captured rows/,
    },
    'one token of the answer is left': { examples, maxLength: equalLength - 17, saw: /24 of 24 captured rows/ },
    'only the long rows are cut': { maxLength: 106, saw: /\d+ of 24 captured rows/ },
    'the trainer dropped the rows that did not fit': {
      captured: (_, index) => index % 3 !== 0,
      capture: { dataset_rows: 24, trained_rows: 16, args: { max_length: 140, packing: false } },
      saw: /given 24 rows and trained on 16: 8 of 24 rows/,
    },
    'half of the rows dropped and the others cut': {
      examples,
      maxLength: equalLength - 4,
      captured: (_, index) => index % 2 === 0,
      capture: { dataset_rows: 24, trained_rows: 12 },
      saw: /12 of 12 captured rows/,
    },
    'some rows lost their whole answer and all their labels': {
      examples: examples.map((example, index) =>
        index % 2 === 0 ? { ...example, user: `${example.user}${'.'.repeat(30)}` } : example,
      ),
      maxLength: equalLength,
      saw: /\d+ of 24 captured rows/,
    },
    'the length limit is not recorded': {
      examples,
      maxLength: equalLength - 8,
      capture: { args: { packing: false } },
      saw: /24 of 24 captured rows/,
    },
  },
  innocent: {
    'rows exactly as long as the limit': { examples, maxLength: equalLength },
    'only the line break behind the stop token is cut': { examples, maxLength: equalLength - 1 },
    'a packed run has fewer rows than it was given': {
      capture: { dataset_rows: 24, trained_rows: 6, args: { max_length: 512, packing: true } },
    },
    'only a sample of the rows was captured': {
      captured: (_, index) => index < 8,
      capture: { dataset_rows: 24, trained_rows: 24 },
    },
  },
});
