import { adapterParts, type PartRole } from './adapter-parts.ts';

/** The two matrices of one adapted module, by tensor name. */
export interface LoraPair {
  /** Module path without PEFT's wrapper prefix. */
  readonly module: string;
  readonly kind: 'linear' | 'embedding';
  readonly a: string;
  readonly b: string;
}

const SIDES: Partial<Record<PartRole, readonly [kind: LoraPair['kind'], side: 'a' | 'b']>> = {
  a: ['linear', 'a'],
  b: ['linear', 'b'],
  'embedding-a': ['embedding', 'a'],
  'embedding-b': ['embedding', 'b'],
};

/** Pairs the tensors of an adapter (spec serving-contract.md B2), in the order of their names. A half without its other is left out. */
export function loraPairs(names: Iterable<string>): readonly LoraPair[] {
  const halves = new Map<string, Partial<LoraPair> & Pick<LoraPair, 'module' | 'kind'>>();
  for (const part of adapterParts(names)) {
    const [kind, side] = SIDES[part.role] ?? [];
    if (kind === undefined || side === undefined) continue;
    const key = `${kind} ${part.depth} ${part.path}`;
    halves.set(key, { ...(halves.get(key) ?? { module: part.path, kind }), [side]: part.tensor });
  }
  return [...halves.values()]
    .flatMap(({ module, kind, a, b }) => (a === undefined || b === undefined ? [] : [{ module, kind, a, b }]))
    .sort((first, second) => (first.module < second.module ? -1 : 1));
}
