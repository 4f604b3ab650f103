import check from '../../../src/checks/render/role-unrendered.ts';
import { checkTester } from '../../support/check-tester.ts';
import {
  chatmlTemplate,
  dataRow,
  dataSet,
  type Part,
  templateProbes,
  textRow,
  trainedRow,
  trainedRows,
} from '../../support/evidence-builders.ts';

// Writes the roles it knows and skips the others, as many templates do with an if-elif chain.
const knownRolesOnly =
  "{% for message in messages %}{% if message.role in ['system', 'user', 'assistant'] %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endif %}{% endfor %}";
const openAi = dataSet([
  dataRow([
    ['user', 'Is it safe?'],
    ['assistant', 'yes'],
  ]),
]);
const shareGpt = dataSet([
  dataRow(
    [
      ['human', 'Is it safe?'],
      ['gpt', 'yes'],
    ],
    { shape: 'sharegpt' },
  ),
]);
const around: readonly Part[] = [
  ['template', '<|im_start|>user\n'],
  ['prompt', 'Is it safe?'],
  ['template', '<|im_end|>\n<|im_start|>assistant\n'],
];
const renamed = trainedRow([...around, ['answer', 'yes'], ['end-of-turn', '<|im_end|>']]);
const skipped = trainedRow([['template', '<|im_start|>assistant\n']], {
  absentAnswer: 'yes',
  absentRoles: ['human'],
});

checkTester(check, {
  passes: {
    'the data uses the roles that the template knows': {
      templateProbes: templateProbes({ run: knownRolesOnly }),
      trainData: openAi,
    },
    'ShareGPT roles with a template that prints any role': {
      templateProbes: templateProbes({ run: chatmlTemplate }),
      trainData: shareGpt,
    },
    'the script renamed them: the captured rows hold question and answer': {
      templateProbes: templateProbes({ run: knownRolesOnly }),
      trainData: shareGpt,
      trainedRows: trainedRows([renamed]),
    },
    'only the base template skips them': {
      templateProbes: templateProbes({ run: chatmlTemplate, base: knownRolesOnly }),
      trainData: shareGpt,
    },
  },
  fails: {
    'the captured rows lack the turns too': {
      given: {
        templateProbes: templateProbes({ run: knownRolesOnly }),
        trainData: shareGpt,
        trainedRows: trainedRows([renamed, skipped]),
      },
      finds: [{ message: 'dropped', data: { roles: 'human, gpt' } }],
    },
    'ShareGPT roles with a template that skips what it does not know': {
      given: { templateProbes: templateProbes({ run: knownRolesOnly }), trainData: shareGpt },
      finds: [
        { message: 'dropped', data: { path: 'run/chat_template.jinja', roles: 'human, gpt', data: 'train.jsonl' } },
      ],
    },
  },
  notApplicable: {
    'the training folder has no template': {
      templateProbes: templateProbes({ served: knownRolesOnly }),
      trainData: shareGpt,
    },
    'the template does not compile': { templateProbes: templateProbes({ run: '{% broken' }), trainData: shareGpt },
    'the rows are rendered already': {
      templateProbes: templateProbes({ run: knownRolesOnly }),
      trainData: dataSet([textRow('### Response: yes')]),
    },
  },
});
