import type { Damage } from '../evidence/damage.ts';
import { createDamageList, type DamageList } from './damage-list.ts';
import type { LocatedFile } from './folder.ts';

/** What is wrong with each file of a data set. */
export interface DataDamage {
  readonly of: (file: LocatedFile) => DamageList;
  /** In the order in which the files were read. */
  readonly entries: () => readonly Damage[];
}

/** Lists that are made as the files are read. */
export function dataDamage(): DataDamage {
  const lists = new Map<LocatedFile, DamageList>();
  return {
    of: (file) => {
      const list = createDamageList(file.shown);
      lists.set(file, list);
      return list;
    },
    entries: () => [...lists.values()].flatMap((list) => list.entries()),
  };
}
