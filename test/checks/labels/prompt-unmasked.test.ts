import check from '../../../src/checks/labels/prompt-unmasked.ts';
import { checkTester } from '../../support/check-tester.ts';
import {
  labelEvidence,
  markedTemplate,
  messagesRows,
  pairRows,
  plainRows,
  questions,
  type Training,
} from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts, trainingSettings } = labelEvidence(training);
  return { labelFacts, trainingSettings };
}

const texts = questions.map(({ user, answer }) => ({ text: `### Instruction:\n${user}\n\n### Response:\n${answer}` }));
const captured = [
  [
    [257, 10, 20, 258],
    [257, 10, 20, 258],
  ],
] as const;

checkTester(check, {
  passes: {
    'prompt and completion as chats': given({ rows: pairRows }),
    'prompt and completion as text': given({ rows: plainRows }),
    'messages with assistant_only_loss and markers': given({
      rows: messagesRows,
      settings: { assistant_only_loss: true },
      chatTemplate: markedTemplate,
    }),
  },
  fails: {
    'messages with the default settings': {
      given: given({ rows: messagesRows }),
      finds: [{ message: 'messages', data: { rows: '10 of 10 rows', by: 'TRL 1.13.0' } }],
    },
    'one text with prompt and answer': {
      given: given({ rows: texts }),
      finds: [{ message: 'text', data: { rows: '10 of 10 rows' } }],
    },
    'completion_only_loss is off': {
      given: given({ rows: pairRows, settings: { completion_only_loss: false } }),
      finds: [{ message: 'pair' }],
    },
    'a release that knows no prompt mask': {
      given: given({ rows: plainRows, trl: '0.16.1', transformers: '4.50.0' }),
      finds: [{ message: 'release' }],
    },
    'a generation block around the whole chat': {
      given: given({
        rows: messagesRows,
        settings: { assistant_only_loss: true },
        chatTemplate:
          "{% generation %}{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}{% endgeneration %}",
      }),
      finds: [{ message: 'partly' }],
    },
    'an older release, which was not run beside Lockstep': {
      given: given({ rows: messagesRows, trl: '0.24.0', transformers: '4.57.0' }),
      finds: [{ message: 'messages', data: { by: 'TRL 0.24.0 (by its release notes, not by running it)' } }],
    },
  },
  unknown: {
    'the trainer would stop, so a formatting function is missing here': given({
      rows: questions.map(({ user, answer }) => ({ instruction: user, output: answer })),
    }),
    'plain documents without an answer': given({ rows: questions.map(({ user }) => ({ text: user })) }),
    'messages with images': given({ rows: messagesRows.map((row) => ({ ...row, images: ['a.png'] })) }),
  },
  notApplicable: {
    'a capture shows the labels': given({ rows: messagesRows, captured }),
    'images in prompt and completion rows': given({ rows: pairRows.map((row) => ({ ...row, image: 'a.png' })) }),
  },
});
