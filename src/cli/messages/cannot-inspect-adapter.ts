import type { UserMessage } from '../user-message.ts';

/** `reason` is a sentence part that begins with the path. */
export function cannotInspectAdapter(reason: string): UserMessage {
  return {
    what: reason,
    likely: 'the folder holds no LoRA adapter of PEFT or mlx_lm, the file is damaged, or it is another kind of adapter',
    try: ['lockstep adapter runs/my-run', 'lockstep adapter my-adapter --base path/to/base', 'lockstep adapter --help'],
  };
}
