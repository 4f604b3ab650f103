import type { Side } from '../evidence/layout.ts';
import type { Folder } from './folder.ts';
import type { Places } from './layout.ts';

/** The folders that may hold a tokenizer, templates and a generation config. */
export function sideFolders({ folders }: Places): readonly { readonly side: Side; readonly folder: Folder }[] {
  const sides = ['run', 'base', 'served'] as const;
  return sides.flatMap((side) => {
    const folder = folders[side];
    return folder ? [{ side, folder }] : [];
  });
}
