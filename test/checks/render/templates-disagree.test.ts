import check from '../../../src/checks/render/templates-disagree.ts';
import { checkTester } from '../../support/check-tester.ts';
import { chatmlTemplate, templateProbes } from '../../support/evidence-builders.ts';

const defaultSystem = `{% if messages[0].role != 'system' %}{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif %}${chatmlTemplate}`;
const alpaca =
  "{% for message in messages %}{{ ('### Instruction:\\n' if message.role == 'user' else '### Response:\\n') + message.content + '\\n\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '### Response:\\n' }}{% endif %}";
const noEnd = chatmlTemplate.replace(
  "+ '<|im_end|>\\n'",
  "+ ('\\n' if message.role == 'assistant' else '<|im_end|>\\n')",
);
const otherUserHeader = chatmlTemplate.replace(
  "'<|im_start|>' + message.role",
  "'<|im_start|>' + ('human' if message.role == 'user' else message.role)",
);

checkTester(check, {
  passes: {
    'the same text': { templateProbes: templateProbes({ run: chatmlTemplate, served: chatmlTemplate }) },
    'a comment more': { templateProbes: templateProbes({ run: chatmlTemplate, served: `{# v2 #}${chatmlTemplate}` }) },
  },
  fails: {
    'the served template has another format': {
      given: { templateProbes: templateProbes({ run: chatmlTemplate, served: alpaca }) },
      finds: [
        {
          message: 'renders',
          data: { part: 'the generation prompt', there: '### Response:\n', here: '<|im_start|>assistant\n' },
        },
      ],
    },
    'the served template inserts a default system prompt': {
      given: { templateProbes: templateProbes({ run: chatmlTemplate, served: defaultSystem }) },
      finds: [
        {
          message: 'renders',
          data: { part: 'the default system prompt', there: 'You are a helpful assistant.', here: 'nothing' },
        },
      ],
    },
    'the served template names the user otherwise and opens and ends the answer the same': {
      given: { templateProbes: templateProbes({ run: chatmlTemplate, served: otherUserHeader }) },
      finds: [{ message: 'renders', data: { part: 'a whole conversation' } }],
    },
    'the served template does not end the assistant turn': {
      given: { templateProbes: templateProbes({ run: chatmlTemplate, served: noEnd }) },
      finds: [{ message: 'renders', data: { part: 'the end of the assistant turn' } }],
    },
  },
  unknown: {
    'the served template does not compile': {
      templateProbes: templateProbes({ run: chatmlTemplate, served: '{% broken' }),
    },
  },
  notApplicable: {
    'nothing but the training template': { templateProbes: templateProbes({ run: chatmlTemplate }) },
  },
});
