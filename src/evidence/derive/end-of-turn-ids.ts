import type { Capture } from '../capture.ts';
import type { Gathered } from '../gathered.ts';
import type { GenerationConfigs } from '../generation.ts';
import type { RunTokenizer } from '../run-tokenizer.ts';
import type { TemplateProbes } from '../template-probes.ts';
import { firstSpecialToken } from './first-special-token.ts';

interface Sources {
  readonly tokenizer: RunTokenizer;
  /** What the capture says the trainer's EOS is. */
  readonly capture: Pick<Capture, 'eosTokenId'>;
  readonly generationConfigs: Gathered<GenerationConfigs>;
  readonly templateProbes: Gathered<TemplateProbes>;
}

/**
 * Ids that end an assistant's turn in this run. Several are normal: the chat template's terminator, the tokenizer's EOS and the list in
 * generation_config.json (GLM and Gemma list more than one). What the request's own settings stop at is left out: it is what we judge.
 */
export function endOfTurnIds({ tokenizer, capture, generationConfigs, templateProbes }: Sources): readonly number[] {
  const ids = new Set<number>();
  const eos = tokenizer.specialTokens.eos_token;
  const named = eos === undefined ? undefined : tokenizer.tokenizer.tokenId(eos);
  if (named !== undefined) ids.add(named);
  if (capture.eosTokenId !== undefined) ids.add(capture.eosTokenId);
  if (generationConfigs.state === 'found') {
    for (const file of generationConfigs.value.files) {
      if (file.side !== 'served') for (const id of file.eosTokenIds ?? []) ids.add(id);
    }
  }
  if (templateProbes.state === 'found') {
    for (const { side, outcome } of templateProbes.value.probes) {
      if (side !== 'run' || outcome.state !== 'probed') continue;
      const first = firstSpecialToken(outcome.probe.turnEnd ?? '', tokenizer.tokenizer);
      if (first !== undefined) ids.add(first);
    }
  }
  return [...ids].sort((a, b) => a - b);
}
