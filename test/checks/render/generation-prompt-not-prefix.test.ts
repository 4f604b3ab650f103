import check from '../../../src/checks/render/generation-prompt-not-prefix.ts';
import { checkTester } from '../../support/check-tester.ts';
import { chatmlTemplate, templateProbes } from '../../support/evidence-builders.ts';

// As Qwen3 does with enable_thinking=False: the empty thinking block is in the generation prompt and not in the rendered turn.
const emptyBlockInPromptOnly = chatmlTemplate.replace(
  "{{ '<|im_start|>assistant\\n' }}",
  "{{ '<|im_start|>assistant\\n<think>\\n\\n</think>\\n\\n' }}",
);
const emptyBlockInBoth = emptyBlockInPromptOnly.replace(
  'message.content',
  "('<think>\\n\\n</think>\\n\\n' if message.role == 'assistant' else '') + message.content",
);

checkTester(check, {
  passes: {
    'ChatML opens the turn as it writes it': { templateProbes: templateProbes({ run: chatmlTemplate }) },
    'the empty thinking block stands in the prompt and in the turn': {
      templateProbes: templateProbes({ run: emptyBlockInBoth }),
    },
    'only the served template diverges, which is not what TRL masks by': {
      templateProbes: templateProbes({ run: chatmlTemplate, served: emptyBlockInPromptOnly }),
    },
  },
  fails: {
    'the empty thinking block stands in the prompt and not in the turn': {
      given: { templateProbes: templateProbes({ run: emptyBlockInPromptOnly }) },
      finds: [
        {
          message: 'diverges',
          data: {
            path: 'run/chat_template.jinja',
            prompt: '<|im_start|>assistant\n<think>\n\n</think>\n\n',
            header: '<|im_end|>\n<|im_start|>assistant\n',
          },
        },
      ],
    },
  },
  unknown: {
    'the template does not compile': { templateProbes: templateProbes({ run: '{% broken' }) },
    'the template refuses every conversation': {
      templateProbes: templateProbes({ run: "{{ raise_exception('only tools') }}" }),
    },
  },
  notApplicable: {
    'the training folder has no template': { templateProbes: templateProbes({ base: chatmlTemplate }) },
  },
});
