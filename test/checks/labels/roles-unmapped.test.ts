import check from '../../../src/checks/labels/roles-unmapped.ts';
import { checkTester } from '../../support/check-tester.ts';
import { labelEvidence, pairRows, plainRows, questions, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts } = labelEvidence(training);
  return { labelFacts };
}

const shareGpt = questions.map(({ user, answer }) => ({
  conversations: [
    { from: 'human', value: user },
    { from: 'gpt', value: answer },
  ],
}));
const critics = questions.map(({ user, answer }) => ({
  messages: [
    { role: 'user', content: user },
    { role: 'critic', content: 'Look at the feet of it.' },
    { role: 'assistant', content: answer },
  ],
}));
const turn = "{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}";
/** Writes user and assistant turns and skips the others (Qwen2.5). */
const picky = `{% for message in messages %}{% if message.role == 'user' or message.role == 'assistant' %}${turn}{% endif %}{% endfor %}`;
/** Knows ShareGPT's names. */
const mapping = `{% for message in messages %}{% set name = {'human': 'user', 'gpt': 'assistant'}[message.role] %}{{ '<|im_start|>' + name + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}`;

checkTester(check, {
  passes: {
    'user and assistant': given({ rows: pairRows }),
    'a template that maps the names': given({ rows: shareGpt, chatTemplate: mapping }),
    'a role of the user, rendered as it is': given({ rows: critics }),
  },
  fails: {
    'ShareGPT roles that the template skips': {
      given: given({ rows: shareGpt, chatTemplate: picky }),
      finds: [{ message: 'unrendered', data: { rows: '10 of 10 rows', roles: 'human and gpt' } }],
    },
    'a role of the user that the template skips': {
      given: given({ rows: critics, chatTemplate: picky }),
      finds: [{ message: 'unrendered', data: { roles: 'critic' } }],
    },
    'ShareGPT roles that the template writes as they are': {
      given: given({ rows: shareGpt }),
      finds: [{ message: 'renamed', data: { roles: 'human and gpt' } }],
    },
  },
  notApplicable: { 'plain texts': given({ rows: plainRows }) },
});
