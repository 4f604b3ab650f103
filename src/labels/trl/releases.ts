import type { PredictionBasis, TrainerVersion } from '../training-setup.ts';
import { isSince } from './is-since.ts';

/** What differs between releases of TRL, as far as it decides labels. */
export interface TrlBehaviour {
  /** `none`; `id`: the EOS id after the last token unless it is there, for chats too; `text`: the EOS text, never for chats. */
  readonly eos: 'none' | 'id' | 'text';
  /** Prompt-completion rows know where the completion starts. */
  readonly masksPrompt: boolean;
  /** The prompt alone is rendered with the generation prompt. Without it the assistant's header bears loss. */
  readonly promptHasGenerationPrompt: boolean;
  /** Chats are rendered to text and tokenised like any text, special tokens added. */
  readonly rendersChatToText: boolean;
  readonly assistantOnly: 'none' | 'messages' | 'all';
  /** A prompt-completion row without an assistant token stops the trainer; before, it was kept without any loss. */
  readonly refusesMaskedCompletions: boolean;
  readonly swapsTrainingTemplate: boolean;
  readonly warnsOfStopToken: boolean;
  readonly dropsMaskedRows: boolean;
  /** Packing and the Liger kernel lose the completion mask. */
  readonly dropsCompletionMask: boolean;
  /** The Liger kernel loses the assistant mask. */
  readonly ligerDropsAssistantMask: boolean;
  /** What `bfd` does with rows longer than `max_length`. */
  readonly overlong: 'cut' | 'split';
  readonly packsByBestFit: boolean;
  readonly masksFirstOfDocument: boolean;
  /** Rows that a data set already holds as `input_ids` are cut when nothing prepares them (`skip_prepare_dataset`). */
  readonly cutsUnprepared: boolean;
  /** Keys with None are taken out of nested values before rendering. */
  readonly stripsNone: boolean;
  /** The labels of tokens equal to the padding token are -100. */
  readonly masksPadId: boolean;
  readonly refusesFormattingWithCompletion: boolean;
  /** TRL up to 0.27.0 measures the length of a dict of two entries under transformers 5. */
  readonly promptIsTwoTokens: boolean;
  readonly readsJsonTools: boolean;
  readonly checksLossType: boolean;
  /**
   * A trainer with a processor is refused what rows with images are refused, whatever its rows hold. Pull request 6547 looks at the data
   * instead; 1.13.0 is the first release it was seen in.
   */
  readonly guardsProcessors: boolean;
}

export interface Release {
  readonly behaviour: TrlBehaviour;
  readonly basis: PredictionBasis;
  /** `[1, 13, 0]` */
  readonly version: readonly number[];
}

// Compared with Lockstep by running them (the parity data; the text pipeline of f2cd577, a 1.10 development version, was
// shown to be byte-identical to 1.13.0 in all 69 scenarios of the notes).
const RUN = { trl: '1.13.0', transformers: '5.18.0' };
const NEWEST = [1, 13, 0];

/** Numbers of a version; anything behind them (`.dev0`, `rc1`) counts as the release it leads to. */
function numbers(version: string): readonly number[] {
  const found = /^\s*v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?/.exec(version);
  return found ? [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)] : NEWEST;
}

function basisOf(trainer: TrainerVersion, version: readonly number[]): PredictionBasis {
  if (trainer.version.trim() === RUN.trl && trainer.transformers.trim() === RUN.transformers) return 'exact';
  const isReadable = /^\s*v?\d+\.\d+/.test(trainer.version);
  return isReadable && isSince(NEWEST, version) ? 'release-notes' : 'newer-release';
}

/**
 * How the named release behaves. Differences come from reading the source at each tag (table 5.1 of the TRL notes: pull requests 3091,
 * 3318, 3328, 3484, 3728, 3749, 3781, 4147, 4201, 4632, 4880, 5076, 5470, 6320); unknown versions count as the newest known one.
 */
export function releaseOf(trainer: TrainerVersion): Release {
  const version = numbers(trainer.version);
  const since = (...release: number[]): boolean => isSince(version, release);
  const hasTransformers5 = isSince(numbers(trainer.transformers), [5, 0, 0]);
  const between = (from: number[], before: number[]): boolean => since(...from) && !since(...before);
  return {
    version,
    basis: basisOf(trainer, version),
    behaviour: {
      eos: since(0, 17, 0) ? 'text' : since(0, 16, 0) ? 'id' : 'none',
      masksPrompt: since(0, 17, 0),
      promptHasGenerationPrompt: since(0, 24, 0),
      rendersChatToText: !since(0, 19, 0),
      assistantOnly: since(0, 20, 0) ? 'all' : since(0, 19, 0) ? 'messages' : 'none',
      refusesMaskedCompletions: since(0, 24, 0),
      swapsTrainingTemplate: since(1, 1, 0),
      warnsOfStopToken: since(1, 6, 0),
      dropsMaskedRows: since(1, 9, 0),
      dropsCompletionMask: between([0, 17, 0], [0, 20, 0]),
      ligerDropsAssistantMask: between([0, 19, 0], [0, 22, 0]),
      overlong: between([0, 27, 0], [0, 29, 0]) ? 'split' : 'cut',
      packsByBestFit: since(0, 19, 0),
      masksFirstOfDocument: since(0, 23, 1),
      cutsUnprepared: !since(1, 8, 0),
      stripsNone: !since(1, 0, 0),
      masksPadId: !since(0, 16, 1),
      refusesFormattingWithCompletion: since(0, 18, 0),
      promptIsTwoTokens: hasTransformers5 && between([0, 19, 0], [0, 27, 1]),
      readsJsonTools: since(0, 29, 0),
      checksLossType: since(1, 7, 0),
      guardsProcessors: !since(1, 13, 0),
    },
  };
}
