import type { UserMessage } from '../user-message.ts';

/** A side of a comparison that is none. `reason` is a sentence part that begins with its path. */
export function cannotCompare(reason: string): UserMessage {
  return {
    what: reason,
    likely:
      'the path is not a run folder, a model folder, a GGUF file, a Modelfile, a requests.jsonl or a lock, or the file is damaged',
    try: ['lockstep diff runs/my-run served/', 'lockstep diff --help'],
  };
}
