import type { TrainerVersion } from '../../labels/training-setup.ts';
import { failed, ok, type Result } from '../../lib/result.ts';
import type { Gathered } from '../gathered.ts';
import type { RunTokenizer } from '../run-tokenizer.ts';
import type { TemplatePlaces } from '../template-places.ts';
import type { Setting, TrainingSettings } from '../training-settings.ts';
import type { Versions } from '../versions.ts';

/** What a prediction is made from. All of it is on disk before training begins. */
export interface LabelSources {
  readonly tokenizer: Gathered<RunTokenizer>;
  readonly templates: Gathered<TemplatePlaces>;
  readonly trainingSettings: Gathered<TrainingSettings>;
  readonly versions: Gathered<Versions>;
}

/** All that decides labels, except the tokenizer and the rows. Plain data, so that it can be handed to another thread. */
export interface LabelSetup {
  readonly chatTemplate: string | undefined;
  readonly specialTokens: Readonly<Record<string, string>>;
  /** By TRL's own names, its defaults filled in. */
  readonly settings: Readonly<Record<string, Setting['value']>>;
  readonly trainer: TrainerVersion;
}

/** Settings that stand for something a file cannot show. */
const HIDDEN: ReadonlySet<string> = new Set(['formatting_func', 'data_collator', 'compute_loss_func']);
/** Where nobody said otherwise (sft_config.py since 0.15). */
const DEFAULT_MAX_LENGTH = 1024;

/** Collects the setup from the files of a run. Fails with what is missing, and what would say it. */
export function labelSetup(sources: LabelSources): Result<LabelSetup> {
  const { tokenizer, templates, trainingSettings, versions } = sources;
  if (tokenizer.state !== 'found')
    return failed('a tokenizer.json: that of the training folder, or --tokenizer with a folder');
  if (trainingSettings.state !== 'found')
    return failed("the trainer's settings: training_args.bin, or --config with a YAML file, or --set key=value");
  const trainer = trainerVersion(versions);
  if (trainer === undefined)
    return failed('the version of TRL: the README.md that it writes beside the model, or --trl 1.13.0');
  const settings: Record<string, Setting['value']> = { max_length: DEFAULT_MAX_LENGTH };
  for (const [key, { value }] of Object.entries(trainingSettings.value.values)) {
    if (!HIDDEN.has(key)) settings[key] = value;
  }
  // The name before TRL 0.16, which cut at it in the same way.
  const { max_length: length, max_seq_length: oldName } = trainingSettings.value.values;
  if (length === undefined && oldName !== undefined) settings.max_length = oldName.value;
  return ok({
    chatTemplate: trainingTemplate(templates, tokenizer.value),
    specialTokens: tokenizer.value.specialTokens,
    settings,
    trainer,
  });
}

function trainerVersion(versions: Gathered<Versions>): TrainerVersion | undefined {
  if (versions.state !== 'found') return undefined;
  const { trl, transformers } = versions.value.libraries;
  return trl && { name: 'trl', version: trl.version, transformers: transformers?.version ?? '' };
}

/** transformers reads chat_template.jinja before tokenizer_config.json, from the folder that holds the tokenizer. */
function trainingTemplate(templates: Gathered<TemplatePlaces>, { side }: RunTokenizer): string | undefined {
  if (templates.state !== 'found') return undefined;
  const own = templates.value.places.filter((place) => place.side === side && place.name === 'default');
  const file = own.find(({ place }) => place === 'chat_template.jinja');
  return (file ?? own.find(({ place }) => place === 'tokenizer_config.json'))?.source;
}
