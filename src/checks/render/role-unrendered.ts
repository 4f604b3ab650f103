import type { TrainedRow } from '../../evidence/trained-rows.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/role-unrendered',
  title: 'The chat template renders every role that the data uses',
  severity: 'warning',
  phase: 'C',
  needs: ['templateProbes', 'trainData'],
  uses: ['trainedRows'],
  messages: {
    dropped: {
      what: '{path} renders nothing for the role(s) {roles}, which {data} uses.',
      why: 'The template skips what it does not know without an error, so these turns are not in the training rows.',
      fix: 'Rename the roles in the data to the ones that the template knows: system, user, assistant (ShareGPT: human → user, gpt → assistant).',
    },
  },
  run({ templateProbes, trainData, trainedRows }) {
    const trained = templateProbes.probes.find((probe) => probe.side === 'run');
    if (trained === undefined || trained.outcome.state === 'failed')
      return { kind: 'not-applicable', because: 'the training folder has no chat template that renders' };
    const chat = trainData.rows.filter(
      (row) => row.shape === 'messages' || row.shape === 'sharegpt' || row.shape === 'prompt-completion-chat',
    );
    if (chat.length === 0) return { kind: 'not-applicable', because: `${trainData.path} has no chat rows` };
    const used = new Set(chat.flatMap((row) => row.turns.map((turn) => turn.role)));
    const dropped = trained.outcome.probe.rolesDropped.filter((role) => used.has(role));
    if (dropped.length === 0) return { kind: 'pass', saw: `the template renders ${[...used].slice(0, 8).join(', ')}` };
    // What was trained says more than what the template would do with the file: many scripts rename roles while they load it.
    const rows = trainedRows?.rows.filter((row) => row.dataRow !== undefined) ?? [];
    if (rows.length > 0 && rows.every((row) => holdsTurns(row, dropped)))
      return {
        kind: 'pass',
        saw: `${countOf(rows.length, rows.length, 'captured rows')} hold their turns: ${dropped.join(', ')} had been renamed before`,
      };
    const data = { path: trained.place.path, roles: dropped.join(', '), data: trainData.path };
    return {
      kind: 'fail',
      findings: [{ message: 'dropped', data, places: [{ kind: 'template', path: trained.place.path, line: 1 }] }],
    };
  },
});

function holdsTurns({ absentRoles, answers }: TrainedRow, roles: readonly string[]): boolean {
  if (absentRoles.some((role) => roles.includes(role))) return false;
  return answers.length > 0 && answers.every(({ state }) => state !== 'absent');
}
