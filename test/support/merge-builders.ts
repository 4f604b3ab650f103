import type { MergeEvidence, MergeProof, ModuleProof } from '../../src/evidence/merge-proof.ts';

/** One merged module as a proof measured it; a right one unless told otherwise. */
export function moduleProof(name: string, changed: Partial<ModuleProof> = {}): ModuleProof {
  return {
    name,
    tensor: `${name}.weight`,
    verdict: 'merged',
    kappa: 1,
    kappaError: 1e-4,
    expectedKappa: 1,
    residual: 0.004,
    residualOfWeight: 0.0002,
    updateOfWeight: 0.05,
    updateNorm: 2,
    lost: 1e-5,
    unmoved: 0.01,
    exact: 0.999,
    storage: 'BF16',
    notFinite: 0,
    factors: [{ module: name, scale: 2, rank: 8, normA: 3, normB: 1, notFinite: 0, zeroSides: [] }],
    stories: [],
    rowsRead: 64,
    rows: 64,
    ...changed,
  };
}

/** A proof over these modules and some tensors that the adapter leaves alone. */
export function mergeEvidence(modules: readonly ModuleProof[], changed: Partial<MergeProof> = {}): MergeEvidence {
  return {
    basePath: 'base/model.safetensors',
    adapterPath: 'run/adapter_model.safetensors',
    mergedPath: 'merged/model.safetensors',
    proof: {
      verdict: 'merged',
      because: `base + update, in all ${modules.length} adapted tensors`,
      modules,
      untrained: false,
      disagreeing: modules.filter(({ verdict }) => verdict !== 'merged').map(({ tensor }) => tensor),
      untouched: { compared: 9, equal: 9, different: [] },
      missing: [],
      added: [],
      reshaped: [],
      problems: [],
      reading: {
        exact: false,
        tensorsRead: modules.length + 9,
        tensors: modules.length + 9,
        bytesRead: 4096,
        bytesTotal: 8192,
        unseenShare: 0.13,
      },
      ...changed,
    },
  };
}
