import type { ModuleMerge } from '../../report/adapter-report.ts';

/** How an adapter came out: as its merge did, or by itself. */
export type AdapterOutcome =
  | ModuleMerge['verdict']
  | 'damaged'
  | 'untrained'
  | 'unmatched'
  | 'renamed'
  | 'no-update'
  | 'readable';

/** What to do about each outcome that needs something; the remedies of the causes say the same about a whole run. */
export const adapterAdvice: Readonly<Partial<Record<AdapterOutcome, string>>> = {
  'not-merged':
    'merge again: merge_and_unload() returns the merged model, and that is the one to save. Saving the model that was loaded writes the base.',
  'merged-twice': 'merge once, from untouched base weights; a folder that was merged already gets the update again.',
  unscaled: 'merge again with the scale of adapter_config.json (alpha / r, with rslora alpha / √r), as PEFT does.',
  negated: 'merge again from untouched base weights; the update was subtracted, as unmerging does.',
  'scale-wrong': 'merge again, once, from untouched base weights, with the adapter_config.json that training wrote.',
  'quantised-base': 'load the base in its own precision, merge into that, and quantise the result if it must be.',
  'other-base':
    'merge into the base that was trained on: name and revision are in adapter_config.json (base_model_name_or_path, revision).',
  'partly-merged': 'merge again with the library that saved the adapter; the modules below say what was left out.',
  unknown: 'see below what could not be compared, and bring these files beside each other.',
  damaged: 'take an earlier checkpoint, or save again: one NaN in a weight makes every answer NaN.',
  untrained:
    'save the adapter from the trained object, after training. If this is the right step, its parameters got no gradient: they were frozen, or not in the optimizer.',
  unmatched:
    'name the base that was trained on with --base. If this is the one, load with the library version that saved the adapter.',
  renamed:
    'load it with the library version that saved it, and read what the loader says of missing and unexpected keys.',
  'no-update': 'name the folder that the trainer saved the adapter to.',
};
