/** The two matrices of one adapted module, by tensor name. */
export interface LoraPair {
  /** Module path without PEFT's wrapper prefix. */
  readonly module: string;
  readonly kind: 'linear' | 'embedding';
  readonly a: string;
  readonly b: string;
}

const LINEAR = /^(?:base_model\.model\.)?(.+)\.lora_([AB])(?:\.default)?\.weight$/;
const EMBEDDING = /^(?:base_model\.model\.)?(.+)\.lora_embedding_([AB])(?:\.default)?$/;

/** Pairs the tensors of an adapter (spec serving-contract.md B2), in the order of their names. A half without its other is left out. */
export function loraPairs(names: Iterable<string>): readonly LoraPair[] {
  const halves = new Map<string, { module: string; kind: LoraPair['kind']; a?: string; b?: string }>();
  for (const name of names) {
    const linear = LINEAR.exec(name);
    const match = linear ?? EMBEDDING.exec(name);
    const [, module, side] = match ?? [];
    if (module === undefined) continue;
    const kind = linear ? 'linear' : 'embedding';
    const half = halves.get(`${kind} ${module}`) ?? { module, kind };
    halves.set(`${kind} ${module}`, { ...half, ...(side === 'A' ? { a: name } : { b: name }) });
  }
  return [...halves.values()]
    .flatMap(({ module, kind, a, b }) => (a === undefined || b === undefined ? [] : [{ module, kind, a, b }]))
    .sort((first, second) => (first.module < second.module ? -1 : 1));
}
