import { adapterParts } from '../adapter/adapter-parts.ts';
import type { AdapterSettings } from '../adapter/adapter-settings.ts';
import type { KeyMap } from '../adapter/key-map.ts';
import { mergeTerms } from '../adapter/merge-terms.ts';
import type { MergeUnit } from '../adapter/merge-unit.ts';
import { moduleScale } from '../adapter/module-scale.ts';
import { resolvePath } from '../adapter/resolve-path.ts';
import { allBands, sampleBands } from '../adapter/sample-bands.ts';
import { scaleCandidates } from '../adapter/scale-candidates.ts';
import type { TensorRef, UpdateTerm } from '../adapter/update-term.ts';
import { ok, type Result } from '../lib/result.ts';
import { type MergeHeaders, type MergeSources, openMergeSources } from './merge-sources.ts';

export interface MergeProofOptions {
  /** Read every value instead of a sample of rows. */
  readonly exact?: boolean;
  /** Which rows are drawn; the same seed draws the same rows. */
  readonly seed?: number;
}

/** What has to be read to prove a merge. Plain data: units can be proved in any order and in workers. */
export interface MergePlan {
  readonly units: readonly MergeUnit[];
  readonly settings: AdapterSettings;
  readonly keyMap: KeyMap;
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
  /** Base tensors that the merge does not have, and tensors that only the merge has. */
  readonly missing: readonly string[];
  readonly added: readonly string[];
  /** Tensors whose shapes differ between base and merge. */
  readonly reshaped: readonly string[];
  readonly exact: boolean;
  /** Bytes of base and merge together. */
  readonly bytesTotal: number;
}

/** Models whose expert weights are in × out (`is_transposed` of transformers 5.18). */
const TRANSPOSED_EXPERTS: ReadonlySet<string> = new Set(['gpt_oss', 'aria', 'aria_text', 'openai_privacy_filter']);

/** Reads headers and settings and lays out the work, one unit per base tensor. */
export async function planMergeProof(
  sources: MergeSources,
  options: MergeProofOptions = {},
): Promise<Result<MergePlan>> {
  const headers = await openMergeSources(sources);
  if (!headers.ok) return headers;
  const { settings, adapter, base, merged, tied, modelType } = headers.value;
  const parts = adapterParts(adapter.keys());
  const transposedExperts = TRANSPOSED_EXPERTS.has(modelType);
  const { terms, keyMap, problems } = mergeTerms({ settings, parts, adapter, base, tied, transposedExperts });
  const counterpart = counterparts(headers.value);
  const units: MergeUnit[] = [];
  const reshaped: string[] = [];
  const lost: { path: string; reason: string }[] = [];
  for (const [name, tensor] of base) {
    const other = counterpart.get(name);
    if (!other) {
      if (terms.has(name)) lost.push({ path: name, reason: 'the merge has no tensor of this name' });
      continue;
    }
    const unit = unitOf(
      { id: units.length, base: tensor, merged: other, terms: terms.get(name) ?? [] },
      settings,
      options,
    );
    if (unit) units.push(unit);
    else {
      reshaped.push(name);
      if (terms.has(name))
        lost.push({ path: name, reason: `has another shape in the merge: [${other.shape.join(', ')}]` });
    }
  }
  const used = new Set([...counterpart.values()].map(({ name }) => name));
  return ok({
    units,
    settings,
    keyMap,
    problems: [...problems, ...lost],
    missing: [...base.keys()].filter((name) => !counterpart.has(name) && !isTiedHead(headers.value, name)),
    added: [...merged.keys()].filter((name) => !used.has(name)),
    reshaped,
    exact: options.exact ?? false,
    bytesTotal: [...base.values(), ...merged.values()].reduce((sum, { start, end }) => sum + end - start, 0),
  });
}

/** The merge's tensor for each of the base's: transformers renames modules between releases, also when it saves. */
function counterparts({ base, merged }: MergeHeaders): ReadonlyMap<string, TensorRef> {
  const found = new Map<string, TensorRef>();
  for (const name of base.keys()) {
    const path = resolvePath(name, (candidate) => merged.has(candidate))?.path;
    const tensor = path === undefined ? undefined : merged.get(path);
    if (tensor) found.set(name, tensor);
  }
  return found;
}

/** Saving drops the output layer of a model that ties it to the embedding. */
function isTiedHead({ tied }: MergeHeaders, name: string): boolean {
  return tied && /(^|\.)(lm_head|embed_out|output)\.weight$/.test(name);
}

type Draft = Pick<MergeUnit, 'id' | 'base' | 'merged' | 'terms'>;

function unitOf(draft: Draft, settings: AdapterSettings, options: MergeProofOptions): MergeUnit | undefined {
  const { base, merged } = draft;
  if (base.shape.length !== merged.shape.length || base.shape.some((size, at) => size !== merged.shape[at]))
    return undefined;
  const { rows, columns } = gridOf(base.shape, draft.terms);
  const rowBytes = Math.max(
    (base.end - base.start) / Math.max(1, rows),
    (merged.end - merged.start) / Math.max(1, rows),
  );
  const wholeRows = draft.terms.some((term) => term.kind === 'low-rank' && term.magnitude !== undefined);
  const space = { rows, columns, rowBytes, wholeRows, seed: (options.seed ?? 0) + draft.id };
  const bands = options.exact ? allBands(space) : sampleBands(space);
  return { ...draft, candidates: scaleCandidates(scaleOf(draft.terms, settings), settings), rows, columns, bands };
}

/** Kernels of a convolution are this short at most, and no projection of an expert is. */
const MAX_KERNEL = 64;

/** The stored values as rows. Mixture weights have a row for each expert and output, convolutions one for each output. */
function gridOf(shape: readonly number[], terms: readonly UpdateTerm[]): { rows: number; columns: number } {
  const all = shape.reduce((product, size) => product * size, 1);
  if (shape.length < 2) return { rows: all === 0 ? 0 : 1, columns: all };
  const experts = terms.some((term) => term.kind === 'low-rank' && term.layout.startsWith('experts'));
  const [, , last = 0] = shape;
  const [first = 0] = shape;
  const byLast = shape.length === 3 && (experts || (terms.length === 0 && last > MAX_KERNEL));
  const columns = byLast ? last : first === 0 ? 0 : all / first;
  return { rows: columns === 0 ? 0 : all / columns, columns };
}

/** The scale whose absence would show: of the first update, else the adapter's general one. */
function scaleOf(terms: readonly UpdateTerm[], settings: AdapterSettings): number {
  const scaled = terms.find((term) => term.kind === 'low-rank' || term.kind === 'add');
  if (scaled && 'scale' in scaled) return scaled.scale;
  return settings.wholeScale ?? moduleScale(settings, '') ?? 1;
}
