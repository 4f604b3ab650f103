import type { LabelNote } from '../label-prediction.ts';
import type { VisionNote } from './vision-note.ts';
import type { VisionPlan } from './vision-plan.ts';
import type { VisionRow } from './vision-row.ts';

// TRL's own default, which a config without the key leaves to whoever builds it.
const TRL_DEFAULT_LENGTH = 1024;

interface Tally {
  rows: number;
  firstRow: number;
}

export interface VisionNotes {
  add(index: number, row: VisionRow): void;
  /** Notes on the rows so far and on the plan. */
  collected(): readonly (LabelNote | VisionNote)[];
}

const KINDS = ['no-eos', 'cut', 'lost', 'image', 'default'] as const;
type Kind = (typeof KINDS)[number];

function remarkable(plan: VisionPlan, row: VisionRow): readonly Kind[] {
  const kinds: Kind[] = [];
  if (row.endsWithoutEos) kinds.push('no-eos');
  if (row.wasCut) kinds.push('cut');
  if (row.wasCut && row.unlabelled >= row.inputIds.length) kinds.push('lost');
  if (row.lostImageTokens) kinds.push('image');
  if (plan.config.max_length === undefined && row.inputIds.length > TRL_DEFAULT_LENGTH) kinds.push('default');
  return kinds;
}

/** Collects what a user should know about rows, one pass, no row kept. */
export function visionNotes(plan: VisionPlan, shape: 'language-modeling' | 'prompt-completion'): VisionNotes {
  const tallies = new Map<Kind, Tally>();
  const full = { rows: 0, imageTokens: 0, labels: 0 };
  const tally = (kind: Kind, index: number): void => {
    const known = tallies.get(kind);
    if (known) known.rows++;
    else tallies.set(kind, { rows: 1, firstRow: index });
  };
  const maxLength = plan.config.max_length ?? 0;

  return {
    add: (index, row) => {
      if (row.unlabelled === 0 && row.inputIds.length > 0) {
        full.rows++;
        full.labels += row.inputIds.length;
        for (const id of row.inputIds) if (plan.mediaIds.has(id)) full.imageTokens++;
      }
      for (const kind of remarkable(plan, row)) tally(kind, index);
    },
    collected: () => {
      const { ignoredSettings } = plan.processor;
      const { added } = plan.tokenizer;
      const [eos, cut, lost, image, long] = KINDS.map((kind) => tallies.get(kind));
      return [
        ...(full.rows > 0 ? [{ kind: 'vision-full-sequence-loss', shape, ...full } as const] : []),
        ...(eos ? [{ kind: 'vision-no-eos', ...eos } as const] : []),
        ...(cut ? [{ kind: 'rows-cut', ...cut, maxLength } as const] : []),
        ...(lost ? [{ kind: 'vision-answer-lost', ...lost, maxLength } as const] : []),
        ...(image ? [{ kind: 'image-tokens-cut', ...image, maxLength } as const] : []),
        ...(long ? [{ kind: 'default-length-not-applied', ...long } as const] : []),
        ...(added.length > 0 ? [{ kind: 'media-tokens-added', tokens: added } as const] : []),
        ...ignoredSettings.map((ignored) => ({ kind: 'processor-setting-ignored', ...ignored }) as const),
      ];
    },
  };
}
