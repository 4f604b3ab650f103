import type { AdapterPart } from './adapter-parts.ts';
import { resolvePath } from './resolve-path.ts';
import type { TermSources } from './term-sources.ts';

/**
 * Whether the base's layers store in × out, as the first module that is not square shows; where none is, `fan_in_fan_out` of the config
 * decides. `modules` are the adapter's parts, module by module.
 */
export function storesTransposed(sources: TermSources, modules: readonly (readonly AdapterPart[])[]): boolean {
  for (const group of modules) {
    const [a, b] = [group.find(({ role }) => role === 'a'), group.find(({ role }) => role === 'b')];
    const path = group[0] && resolvePath(`${group[0].path}.weight`, (name) => sources.base.has(name))?.path;
    const weight = path === undefined ? undefined : sources.base.get(path)?.shape;
    const inputs = a && sources.adapter.get(a.tensor)?.shape[1];
    const outputs = b && sources.adapter.get(b.tensor)?.shape[0];
    if (weight?.length !== 2 || inputs === outputs) continue;
    return weight[0] === inputs && weight[1] === outputs;
  }
  return sources.settings.fanInFanOut;
}
