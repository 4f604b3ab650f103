import { ok, type Result } from '../../lib/result.ts';
import type { LabelNote, LabelWarning } from '../label-prediction.ts';
import type { PredictionBasis, TrainerFailure } from '../training-setup.ts';
import { assistantOnlyAllowed } from './assistant-only-allowed.ts';
import { chooseTemplate } from './choose-template.ts';
import type { ChatEncoder } from './encode-chat.ts';
import { eosToken } from './eos-token.ts';
import { type FirstRowFacts, firstRowFacts } from './first-row-facts.ts';
import { labelSources } from './label-sources.ts';
import { packsDocuments } from './packs-documents.ts';
import { padToken } from './pad-token.ts';
import type { Plan } from './plan.ts';
import type { PlanInput } from './plan-input.ts';
import { planNotes } from './plan-notes.ts';
import { planWarnings } from './plan-warnings.ts';
import { type Release, releaseOf } from './releases.ts';
import { settingsAllowed } from './settings-allowed.ts';
import { stopTokenTrained } from './stop-token-trained.ts';
import { warning } from './warning.ts';

export type PlanOutcome =
  | {
      readonly ok: true;
      readonly plan: Plan;
      readonly warnings: readonly LabelWarning[];
      readonly notes: readonly LabelNote[];
    }
  | {
      readonly ok: false;
      readonly problem: TrainerFailure;
      readonly warnings: readonly LabelWarning[];
      readonly basis: PredictionBasis;
    };

type Checked<T> = Result<T, TrainerFailure>;

function eosRule(
  release: Release,
  input: PlanInput,
  given: { eos: string | undefined; isPlain: boolean },
): Plan['eos'] {
  const { eos, isPlain } = given;
  const id = eos === undefined ? undefined : input.tokenizer.tokenId(eos);
  switch (release.behaviour.eos) {
    case 'none':
      return { kind: 'none' };
    case 'id':
      return id === undefined ? { kind: 'none' } : { kind: 'id', id };
    case 'text':
      return isPlain ? { kind: 'text', text: eos ?? null } : { kind: 'none' };
  }
}

interface Decided {
  readonly release: Release;
  readonly completionOnly: boolean;
  readonly encoder: ChatEncoder;
  readonly eos: string | undefined;
  readonly padId: number;
}

function completed(input: PlanInput, decided: Decided): Checked<Plan> {
  const { config } = input.settings;
  const { release } = decided;
  const isTokenised = input.columns.includes('input_ids');
  const isUnprepared = config.dataset_kwargs?.skip_prepare_dataset === true;
  const formatting = isTokenised || isUnprepared ? undefined : (config.formatting_func ?? undefined);
  const first: Checked<FirstRowFacts> =
    isTokenised || isUnprepared
      ? ok({ convertsShareGpt: false, isPlain: false })
      : firstRowFacts(input.firstRow, formatting);
  if (!first.ok) return first;
  const { convertsShareGpt, isPlain } = first.value;
  const sources = labelSources(input, release, decided.completionOnly);
  return ok({
    config,
    behaviour: release.behaviour,
    basis: release.basis,
    encoder: decided.encoder,
    padId: decided.padId,
    isTokenised,
    isUnprepared,
    formatting,
    convertsShareGpt,
    eos: isTokenised || isUnprepared ? { kind: 'none' } : eosRule(release, input, { eos: decided.eos, isPlain }),
    removesMessages: isPlain && input.columns.includes('messages'),
    completionOnly: decided.completionOnly,
    assistantOnly: config.assistant_only_loss,
    ...sources,
    paddingFree: config.padding_free || packsDocuments(config),
    chunks: isTokenised && sources.usesLabelsColumn ? (input.origin === 'list' ? 'one' : 'unknown') : 'of-1000',
  });
}

/**
 * Everything SFTTrainer decides before it looks at a second row, in the order in which it does (`__init__` of sft_trainer.py 1.13.0): the
 * first thing that would raise is what is returned, with the warnings logged until then.
 */
export function planRows(input: PlanInput): PlanOutcome {
  const release = releaseOf(input.trainer);
  const { config } = input.settings;
  const warnings: LabelWarning[] = [];
  const stop = (problem: TrainerFailure): PlanOutcome => ({ ok: false, problem, warnings, basis: release.basis });

  const eos = eosToken(input);
  if (!eos.ok) return stop(eos.problem);
  const { early, late } = planWarnings(config);
  warnings.push(...early);
  const completionOnly = config.completion_only_loss ?? ('prompt' in input.firstRow && 'completion' in input.firstRow);
  const pad = padToken(input, eos.value);
  if (!pad.ok) return stop(pad.problem);
  warnings.push(...late);

  const allowed = assistantOnlyAllowed(input, release);
  if (!allowed.ok) return stop(allowed.problem);
  const chosen = chooseTemplate(input, release);
  if (!chosen.ok) return stop(chosen.problem);
  const { templates, family } = chosen.value;
  const tokens = { ...(eos.value === undefined ? {} : { eos_token: eos.value }), pad_token: pad.value.text };
  const encoder: ChatEncoder = {
    tokenizer: input.tokenizer,
    templates,
    specialTokens: { ...input.specialTokens, ...tokens },
    addsSpecialTokens: release.behaviour.rendersChatToText,
    ...(input.processorChat ? { processorChat: input.processorChat } : {}),
  };
  if (config.assistant_only_loss && release.behaviour.warnsOfStopToken) {
    const isTrained = stopTokenTrained(encoder);
    if (!isTrained.ok) return stop(isTrained.problem);
    if (!isTrained.value) warnings.push(warning('stop-token-not-trained'));
  }
  const settings = settingsAllowed(input, release, completionOnly);
  if (!settings.ok) return stop(settings.problem);
  const plan = completed(input, { release, completionOnly, encoder, eos: eos.value, padId: pad.value.id });
  if (!plan.ok) return stop(plan.problem);
  if (config.formatting_func && plan.value.isTokenised && !plan.value.isUnprepared)
    warnings.push(warning('formatting-ignored'));
  return { ok: true, plan: plan.value, warnings, notes: planNotes(plan.value, input, family) };
}
