import type { ReadConfig } from '../label-config.ts';
import type { LabelNote } from '../label-prediction.ts';
import type { Plan } from './plan.ts';

interface PlanFacts {
  readonly columns: readonly string[];
  readonly settings: ReadConfig;
}

function labelNotes(plan: Plan, columns: readonly string[]): LabelNote[] {
  const notes: LabelNote[] = [];
  const { config, behaviour } = plan;
  const has = (column: string): boolean => columns.includes(column);
  if (plan.usesLabelsColumn) notes.push({ kind: 'labels-column-used', idsWereTokenised: !plan.isTokenised });
  const isMasked = plan.usesLabelsColumn || plan.usesCompletionMask || plan.usesAssistantMask;
  if (!isMasked && config.completion_only_loss === true) notes.push({ kind: 'completion-only-ignored' });
  if (!isMasked && !plan.isTokenised) {
    const isChat = has('messages') || plan.convertsShareGpt;
    const shape = has('prompt') ? 'prompt-completion' : isChat && plan.eos.kind !== 'text' ? 'messages' : 'text';
    notes.push({ kind: 'full-sequence-loss', shape });
  }
  if (plan.isTokenised && has('completion_mask') && !plan.usesCompletionMask && !plan.usesLabelsColumn)
    notes.push({ kind: 'completion-mask-ignored' });
  const isLost = behaviour.dropsCompletionMask && has('prompt') && plan.completionOnly;
  if (isLost && config.packing) notes.push({ kind: 'mask-dropped', by: 'packing' });
  else if (isLost && config.use_liger_kernel) notes.push({ kind: 'mask-dropped', by: 'liger' });
  return notes;
}

function formattingNote(plan: Plan, columns: readonly string[]): LabelNote[] {
  if (!plan.config.formatting_func) return [];
  if (plan.isTokenised) return [{ kind: 'formatting-ignored', because: 'input-ids' }];
  if (columns.includes('prompt')) return [{ kind: 'formatting-ignored', because: 'prompt' }];
  if (plan.eos.kind !== 'text') return [{ kind: 'formatting-ignored', because: 'messages' }];
  return plan.config.dataset_text_field === 'text' ? [] : [{ kind: 'formatting-ignored', because: 'other-text-field' }];
}

function eosNotes(plan: Plan, columns: readonly string[]): LabelNote[] {
  if (plan.eos.kind !== 'text') return [];
  const field = plan.config.dataset_text_field;
  const isPair = columns.includes('prompt');
  if (isPair && columns.includes('completion') && (columns.includes('text') || plan.formatting !== undefined))
    return [{ kind: 'completion-without-eos' }];
  return !isPair && field !== 'text' ? [{ kind: 'no-eos-appended', field }] : [];
}

function readsClock(plan: Plan): boolean {
  const source = plan.encoder.templates.used;
  return source?.includes('strftime_now') ?? false;
}

/** What can be said of a plan without a look at the rows: the silent failures that follow from settings, columns and versions. */
export function planNotes(plan: Plan, facts: PlanFacts, family: string | undefined): LabelNote[] {
  const { columns, settings } = facts;
  const { config } = plan;
  const notes = [...labelNotes(plan, columns), ...formattingNote(plan, columns), ...eosNotes(plan, columns)];
  const isChat = !plan.isTokenised && plan.eos.kind !== 'text';
  if (isChat && readsClock(plan)) notes.push({ kind: 'date-in-template' });
  if (isChat && plan.behaviour.promptIsTwoTokens && columns.includes('prompt'))
    notes.push({ kind: 'prompt-mask-of-two-tokens' });
  if (family !== undefined) notes.push({ kind: 'training-template-used', family });
  if (config.packing && config.packing_strategy === 'wrapped') notes.push({ kind: 'documents-joined' });
  if (config.shuffle_dataset) notes.push({ kind: 'order-not-predicted' });
  if (settings.unknownKeys.length > 0) notes.push({ kind: 'keys-not-read', keys: settings.unknownKeys });
  return notes;
}
