import { isAnsweringRole } from '../../evidence/answering-role.ts';
import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import { rowPlaces } from '../../evidence/views/row-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { listWords } from '../../lib/list-words.ts';
import { defineCheck } from '../define-check.ts';

/** ShareGPT's names. A role of the user's own (a critic, a second speaker) may be meant to be trained as it is. */
const SHARE_GPT = new Set(['human', 'gpt', 'bot', 'chatbot', 'bing', 'bard']);
export default defineCheck({
  id: 'labels/roles-unmapped',
  title: 'The chat template knows the roles of the data',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts'],
  messages: {
    unrendered: {
      what: 'The chat template leaves out turns of {rows}: {path} uses the roles {roles}, and {by} passes role names on as they are.',
      why: 'What is not rendered is not trained on. The loss falls to almost nothing on the boilerplate that is left, the same in every row.',
      fix: 'Rename the roles to system, user and assistant before training; lockstep convert does it (human → user, gpt → assistant).',
    },
    renamed: {
      what: '{path} uses the ShareGPT roles {roles}. {by} renames the keys from and value, not the roles, and the chat template writes them into the turns as they are.',
      why: 'The model learns to answer as {roles}, and at inference the request says user and assistant: other tokens than any that it was trained on.',
      fix: 'Rename the roles to user and assistant before training; lockstep convert does it.',
    },
  },
  run({ labelFacts }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by, noun } = reading;
    if (labels.shape !== 'chat') return { kind: 'not-applicable', because: 'the rows are no chats' };
    const used = labels.notes.find((one) => one.kind === 'unmapped-roles')?.roles ?? [];
    // A template that names a role handles it.
    const roles = used.filter((role) => !isNamed(role, labels.template ?? ''));
    const answers = roles.some(isAnsweringRole);
    const absent = labels.rows.filter(
      (row) => row.absentRoles.some((role) => roles.includes(role)) || (answers && row.lacksAnswer),
    );
    const data = { by, path: labelFacts.path, roles: listWords(roles) };
    if (isMany(absent.length, labels.rows.length)) {
      const rows = countOf(absent.length, labels.rows.length, noun);
      const places = rowPlaces(absent, labelFacts.path);
      return { kind: 'fail', findings: [{ message: 'unrendered', data: { ...data, rows }, places }] };
    }
    const shareGpt = roles.filter((role) => SHARE_GPT.has(role));
    if (shareGpt.length === 0) {
      const others = used.length > 0 ? ` (among others ${listWords(used)})` : '';
      return { kind: 'pass', saw: `the chat template renders the turns of all roles${others}` };
    }
    const places = rowPlaces(labels.rows, labelFacts.path).slice(0, 1);
    return { kind: 'fail', findings: [{ message: 'renamed', data: { ...data, roles: listWords(shareGpt) }, places }] };
  },
});

function isNamed(role: string, template: string): boolean {
  return template.includes(`'${role}'`) || template.includes(`"${role}"`);
}
