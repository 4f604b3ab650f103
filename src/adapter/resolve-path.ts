import { moduleRenames } from './module-renames.ts';

/** Where a path of the adapter is in the base model, and by which renaming. */
export interface ResolvedPath {
  readonly path: string;
  /** Names of the renamings applied; empty where the path is the base's own. */
  readonly renames: readonly string[];
}

/** transformers 5 calls the mixture block `mlp` and holds its experts in fused tensors; older checkpoints have their own names. */
const CHECKPOINT_NAMES: readonly (readonly [RegExp, string])[] = [
  [/\.mlp\.(experts|gate)(?=\.|$)/, '.block_sparse_moe.$1'],
  [/\.block_sparse_moe\.(experts|gate)(?=\.|$)/, '.mlp.$1'],
];

/**
 * The base's path for a path of the adapter: the same, or what one or two known renamings make of it. `has` says whether the base
 * has a path. Undefined when no renaming leads to one.
 */
export function resolvePath(path: string, has: (path: string) => boolean): ResolvedPath | undefined {
  if (has(path)) return { path, renames: [] };
  const once: ResolvedPath[] = [];
  for (const { name, apply } of moduleRenames) {
    const renamed = apply(path);
    if (renamed === path) continue;
    if (has(renamed)) return { path: renamed, renames: [name] };
    once.push({ path: renamed, renames: [name] });
  }
  for (const [pattern, replacement] of CHECKPOINT_NAMES) {
    const renamed = path.replace(pattern, replacement);
    if (renamed !== path && has(renamed))
      return { path: renamed, renames: ['mixture blocks are called mlp in transformers 5'] };
  }
  for (const { path: renamed, renames } of once) {
    for (const { name, apply } of moduleRenames) {
      const again = apply(renamed);
      if (again !== renamed && again !== path && has(again)) return { path: again, renames: [...renames, name] };
    }
  }
  return undefined;
}
