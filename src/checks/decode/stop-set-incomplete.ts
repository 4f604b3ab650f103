import type { Prediction } from '../../evidence/predictions.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'decode/stop-set-incomplete',
  title: 'The token that ends trained answers is a stop token at inference',
  severity: 'critical',
  phase: 'E',
  clause: 'honest-scoring',
  needs: ['generation', 'trainedRows', 'predictions'],
  messages: {
    missing: {
      what: 'Trained answers end with token {token}, but decoding stops only at {stops}.',
      why: 'The model produces its end-of-turn token and the runtime goes on generating behind it.',
      fix: 'Add {token} to eos_token_id in generation_config.json, or to stop_token_ids of the request.',
    },
  },
  run({ generation, trainedRows, predictions }) {
    const counts = new Map<number, number>();
    for (const row of trainedRows.rows) {
      for (const { endOfTurn } of row.answers) {
        const id = endOfTurn === undefined ? undefined : row.captured.ids[endOfTurn];
        if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    const [usual] = [...counts].sort((a, b) => b[1] - a[1]);
    if (usual === undefined) return { kind: 'unknown', because: 'no captured row shows which token ends an answer' };
    const stops = generation.eosTokenIds;
    if (stops === undefined)
      return {
        kind: 'unknown',
        because: `${generation.path} does not say at which tokens decoding stops`,
        settle: 'write eos_token_id into inference/generation.json',
      };
    const token = usual[0];
    if (stops.includes(token))
      return { kind: 'pass', saw: `token ${token} ends answers in training and stops decoding` };
    if (predictions.rows.some((row) => stopsAt(row, token))) {
      // Servers have stop tokens of their own beside the settings they were sent.
      return { kind: 'pass', saw: `the settings do not name token ${token}, but outputs stop at it` };
    }
    const place = { kind: 'setting' as const, path: generation.path, key: 'eos_token_id', value: stops.join(', ') };
    return {
      kind: 'fail',
      findings: [
        {
          message: 'missing',
          data: { token: String(token), stops: stops.length > 0 ? stops.join(', ') : 'no token at all' },
          places: [place],
        },
      ],
    };
  },
});

/** Decoding ended by itself right at the token. */
function stopsAt({ outputIds, finishReason }: Prediction, token: number): boolean {
  if (finishReason !== 'stop' || outputIds === undefined || outputIds.length === 0) return false;
  return outputIds.indexOf(token) === outputIds.length - 1;
}
