import check from '../../../src/checks/data/message-key-unread.ts';
import type { Row } from '../../../src/formats/row-value.ts';
import { checkTester } from '../../support/check-tester.ts';
import { chatmlTemplate } from '../../support/evidence-builders.ts';
import { labelEvidence, pairRows, plainRows, questions, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts, trainData } = labelEvidence(training);
  return { labelFacts, trainData };
}

function rowsWith(user: Row, assistant: Row): readonly Row[] {
  return questions.map((one) => ({
    messages: [
      { role: 'user', content: one.user, ...user },
      { role: 'assistant', content: one.answer, ...assistant },
    ],
  }));
}

const thought = { thinking: 'The feet stand on a board.' };
const reading = chatmlTemplate.replace('message.content', "(message.thinking or '') + message.content");
/** As Qwen3's, whose enable_thinking is no reading of the key. */
const switching = `{% if enable_thinking %}{% endif %}${chatmlTemplate}`;

checkTester(check, {
  passes: {
    'nothing besides the content': given({ rows: pairRows }),
    'the template reads the key': given({ rows: rowsWith({}, thought), chatTemplate: reading }),
    'reasoning twice, once under the key that is read': given({
      rows: rowsWith({}, { ...thought, reasoning: 'The feet stand on a board.' }),
      chatTemplate: reading,
    }),
    'reasoning that the content holds too': given({
      rows: rowsWith({}, { reasoning: 'It leans.', content: '<think>It leans.</think>unsafe' }),
    }),
    'empty reasoning, weights that are on, and names': given({
      rows: rowsWith({ name: 'Ann', weight: 0 }, { thinking: ' ', tool_calls: [], weight: 1, train: true }),
    }),
  },
  fails: {
    'reasoning under another key': {
      given: given({ rows: rowsWith({}, thought), chatTemplate: switching }),
      finds: [{ message: 'reasoning', data: { rows: '10 of 10 rows', keys: 'thinking' } }],
    },
    'calls that a plain template leaves out': {
      given: given({ rows: rowsWith({}, { tool_calls: [{ function: { name: 'look', arguments: '{}' } }] }) }),
      finds: [{ message: 'calls', data: { keys: 'tool_calls' } }],
    },
    'answers that are switched off': {
      given: given({ rows: rowsWith({}, { weight: 0 }) }),
      finds: [{ message: 'weights', data: { keys: 'weight' } }],
    },
  },
  notApplicable: { 'plain texts': given({ rows: plainRows }) },
});
