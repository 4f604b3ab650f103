import { expertWeights } from './expert-weights.ts';
import { type FactorPair, lowRankTerm } from './low-rank-term.ts';
import { resolvePath } from './resolve-path.ts';
import type { TensorRef, UpdateTerm } from './update-term.ts';

interface BaseTensors {
  readonly base: ReadonlyMap<string, TensorRef>;
  readonly transposedExperts: boolean;
}

/** A parameter of PEFT's `target_parameters`, and the factors that may be its update. */
export interface WantedParameter {
  readonly path: string;
  readonly parameter: string;
  readonly factors: Omit<FactorPair, 'transposedWhenSquare'>;
  /** Square weights of two dimensions are in × out. */
  readonly turned: boolean;
}

/** Base tensors with their terms. */
export type Placed = readonly (readonly [target: string, term: UpdateTerm])[];

/**
 * Where the update of a parameter goes: to the parameter itself, or to the tensors that a checkpoint keeps of a fused one. At most one
 * list of places; undefined when there is no such parameter or its shape does not fit.
 */
export function parameterTerms(sources: BaseTensors, wanted: WantedParameter): readonly Placed[] | undefined {
  const { path, parameter, factors } = wanted;
  const whole = resolvePath(`${path}.${parameter}`, (name) => sources.base.has(name));
  const weight = whole && sources.base.get(whole.path);
  if (whole && weight) {
    const turned = weight.shape.length === 3 ? sources.transposedExperts : wanted.turned;
    const term = lowRankTerm({ ...factors, transposedWhenSquare: turned }, weight.shape);
    return term.ok ? [[[whole.path, term.value]]] : undefined;
  }
  const split = resolvePath(
    path,
    (name) => expertWeights(name, parameter, (tensor) => sources.base.has(tensor)).length > 0,
  );
  const parts = split ? expertWeights(split.path, parameter, (tensor) => sources.base.has(tensor)) : [];
  const [first] = parts;
  const shape = first && sources.base.get(first.tensor)?.shape;
  if (!first || !shape) return undefined;
  const [rows = 0, columns = 0] = shape;
  const fused = rows * first.parts;
  const term = lowRankTerm({ ...factors, transposedWhenSquare: false }, [parts.length / first.parts, fused, columns]);
  if (!term.ok || term.value.layout !== 'experts') return undefined;
  const { value } = term;
  return [
    parts.map(({ tensor, expert, part }) => [tensor, { ...value, firstRow: expert * fused + part * rows }] as const),
  ];
}
