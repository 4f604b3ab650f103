import check from '../../../src/checks/labels/setting-unknown.ts';
import type { Setting } from '../../../src/evidence/training-settings.ts';
import { checkTester } from '../../support/check-tester.ts';
import { settings } from '../../support/evidence-builders.ts';

const saved = {
  assistant_only_loss: false,
  max_length: 1024,
  learning_rate: 2e-5,
  num_train_epochs: 3,
  save_steps: 500,
  eval_steps: null,
  eval_strategy: 'no',
  output_dir: 'run',
};
const usual = { learning_rate: '2e-5', num_train_epochs: 3, output_dir: 'run', model_name_or_path: 'base' };

function given(yaml: Readonly<Record<string, Setting['value']>>, configClass = 'trl.trainer.sft_config.SFTConfig') {
  return {
    trainerYaml: { files: [{ path: 'sft.yaml', settings: settings(yaml).values }] },
    trainingSettings: { ...settings(saved), configClass },
  };
}

checkTester(check, {
  passes: {
    'every key is one of the trainer or of its script': given(usual),
    'a misspelt key with the value that the run had anyway': given({ ...usual, assistant_only_los: false }),
    'a misspelt key beside the right one': given({ ...usual, max_lengt: 2048, max_length: 1024 }),
    'keys of the script that nothing resembles': given({ ...usual, dataset_name: 'own/data', lora_r: 16 }),
    'another key of nearly the same letters': given({ ...usual, save_step: 500 }),
  },
  fails: {
    'a letter is missing': {
      given: given({ ...usual, assistant_only_los: true }),
      finds: [{ message: 'misspelt', data: { known: 'assistant_only_loss', value: 'True', saved: 'False' } }],
    },
    'a name of older releases': {
      given: given({ ...usual, max_seq_length: 4096 }),
      finds: [{ message: 'renamed', data: { known: 'max_length', value: '4096', saved: '1024' } }],
    },
  },
  notApplicable: {
    'no YAML file': { trainerYaml: { files: [] }, trainingSettings: settings(saved) },
    'LLaMA-Factory passes many settings on and has a lora_rank of its own': {
      trainerYaml: {
        files: [
          {
            path: 'llama-factory.yaml',
            settings: settings({
              ...usual,
              stage: 'sft',
              finetuning_type: 'lora',
              template: 'qwen',
              cutoff_len: 512,
              lora_rank: 16,
            }).values,
          },
        ],
      },
      trainingSettings: { ...settings({ ...saved, local_rank: -1 }), configClass: 'transformers.TrainingArguments' },
    },
    'the YAML file of another tool': given({ base_model: 'base', sequence_len: 4096, max_seq_length: 4096 }),
  },
});
