import { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import type { Segment } from '../../support/stories-build.ts';
import { messagesRow, multiTurn } from '../../support/stories-data.ts';

type Example = Parameters<typeof renderChatml>[0];

/** The loss begins this many tokens late, or with a negative number early. */
function shifted(by: number): (example: Example) => readonly Segment[] {
  return (example) => {
    const { prompt, answer, end } = renderChatml(example);
    const whole = prompt + answer + end;
    const at = prompt.length + by;
    return [
      [whole.slice(0, at), false],
      [whole.slice(at), true],
    ];
  };
}

/** A prompt that does not end in white space: a line break at the join harms nothing and is no leak. */
const plain = ({ system, user }: Example) => `${system}\n${user}\nAnswer:`;

const saw = /24 of 24 answers/;

tellCause('loss/boundary-shifted', {
  clause: 'answer-only-loss',
  broken: { row: shifted(3), saw: /24 of 24 answers.*label of `\{"l` is -100/ },
  healthy: { row: shifted(0) },
  shapes: {
    'by one token': { row: shifted(1), saw },
    'by two tokens': { row: shifted(2), saw },
    'by nine tokens': { row: shifted(9), saw },
    'the last two tokens of the answer are masked': {
      row: (example) => {
        const { prompt, answer, end } = renderChatml(example);
        return [
          [prompt, false],
          [answer.slice(0, -2), true],
          [answer.slice(-2), false],
          [end, true],
        ];
      },
      saw,
    },
    'one prompt token leaks in': {
      dataRow: (example) => ({ prompt: plain(example), completion: `${example.answer}<|im_end|>` }),
      request: plain,
      row: (example) => [
        [plain(example).slice(0, -1), false],
        [`:${example.answer}<|im_end|>`, true],
      ],
      saw: /24 of 24 answers.*right before the answer: `:`/,
    },
    'two prompt tokens leak in': { row: shifted(-2), saw: /24 of 24 answers.*prompt tokens in the loss/ },
    'messages rows': { dataRow: messagesRow, row: shifted(3), saw },
    'in a third of the rows': {
      row: (example) => shifted(/roof|dock/.test(example.user) ? 3 : 0)(example),
      saw: /8 of 24 answers/,
    },
    'in every turn of multi-turn chats': {
      dataRow: multiTurn.dataRow,
      request: multiTurn.request,
      row: (example) =>
        multiTurn.row(example).flatMap(([text, inLoss]): readonly Segment[] =>
          inLoss
            ? [
                [text.slice(0, 3), false],
                [text.slice(3), true],
              ]
            : [[text, false]],
        ),
      saw: /48 of 48 answers/,
    },
    'a thinking block in the generation prompt only': {
      chatTemplate:
        "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}" +
        "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n<think>\\n\\n</think>\\n\\n' }}{% endif %}",
      row: shifted(13),
      saw,
    },
  },
  innocent: {
    'only the line break before the answer has a label': { row: shifted(-1) },
    'markers of the template take the line break of the header in': {
      row: shifted(-1),
      capture: { args: { assistant_only_loss: true, max_length: 512, packing: false } },
    },
    'one odd row': { row: (example) => shifted(example.id === 'train-00' ? 3 : 0)(example) },
  },
});
