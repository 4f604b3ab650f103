import type { AdapterProblem } from '../../adapter-run.ts';
import { shellWord } from '../../lib/shell-word.ts';
import type { UserMessage } from '../user-message.ts';

export function cannotInspectAdapter(path: string, { reason, fault }: AdapterProblem): UserMessage {
  return { what: `the adapter of ${path} cannot be read: ${reason}`, ...REMEDIES[fault](shellWord(path)) };
}

/** By what failed, with the path as a word for a shell. */
const REMEDIES: Readonly<Record<AdapterProblem['fault'], (path: string) => Omit<UserMessage, 'what'>>> = {
  'no-adapter': (path) => ({
    likely: 'the adapter lies in another folder, was merged away, or was never saved (trainer.save_model())',
    try: [`find ${path} -name adapter_config.json`, 'lockstep adapter path/to/adapter --base path/to/base'],
  }),
  config: (path) => ({
    likely:
      'the file was cut or edited by hand, or it is another kind of adapter: LoRA of PEFT, and LoRA and DoRA of mlx_lm, are read',
    try: [`find ${path} -name adapter_config.json -exec cat {} +`, 'lockstep adapter path/to/adapter'],
  }),
  'no-weights': (path) => ({
    likely: 'the save was interrupted, or only the configuration was copied',
    try: [`find ${path} -name 'adapter*' -exec ls -la {} +`, 'lockstep adapter path/to/adapter'],
  }),
  pickle: (path) => ({
    likely: 'PEFT saved it with safe_serialization=False, or is an old release',
    try: [
      `cd path/to/adapter && python -c "import torch, safetensors.torch as s; s.save_file(torch.load('adapter_model.bin', weights_only=True), 'adapter_model.safetensors')"`,
      `lockstep adapter ${path}`,
    ],
  }),
  weights: (path) => ({
    likely: 'the save or the copy was interrupted, or Git LFS left a pointer in place of the file',
    try: [`find ${path} -name 'adapter*' -exec ls -la {} +`, `cd ${path} && git lfs pull`],
  }),
  gguf: (path) => ({
    likely: 'a GGUF model was named instead of a GGUF adapter, or the file was cut',
    try: ['lockstep adapter path/to/adapter.gguf', `lockstep diff runs/my-run ${path}`],
  }),
};
