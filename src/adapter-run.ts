import type { AdapterPlaces } from './adapter-places.ts';
import { inspectGgufAdapter } from './gather/adapter-gguf.ts';
import { inspectAdapter } from './gather/adapter-inspection.ts';
import { type AdapterProblem, adapterProblem } from './gather/adapter-problem.ts';
import { type ProveUnits, proveMerge } from './gather/prove-merge.ts';
import { ok, type Result } from './lib/result.ts';
import type { AdapterReport } from './report/adapter-report.ts';
import { buildAdapterReport } from './report/build-adapter-report.ts';

export type { AdapterProblem } from './gather/adapter-problem.ts';

export interface AdapterRunOptions {
  /** Reads every value instead of a sample of rows. */
  readonly exact?: boolean;
  readonly seed?: number;
  /** Where tensors are compared; this thread when absent. */
  readonly proveUnits?: ProveUnits;
}

/**
 * Everything about an adapter: its modules by themselves, against a base, and in merged weights, as far as these are there. The
 * problem says which file of the adapter cannot be read; what is wrong with base or merged weights is part of the report.
 */
export async function adapterRun(
  places: AdapterPlaces,
  options: AdapterRunOptions = {},
): Promise<Result<AdapterReport, AdapterProblem>> {
  const { adapter, base, merged, gguf } = places;
  if (gguf !== undefined) {
    const inspection = await inspectGgufAdapter(gguf);
    if (!inspection.ok) return adapterProblem('gguf', inspection.problem.reason);
    return ok(buildAdapterReport({ inspection: inspection.value }));
  }
  if (adapter === undefined)
    return adapterProblem('no-adapter', 'there is no adapter: no adapter_config.json was found');
  const proof = base === undefined ? undefined : await proveMerge({ adapter, base, merged: merged ?? base }, options);
  const keyMap = proof?.keyMap;
  const inspection = await inspectAdapter(adapter, {
    ...(base === undefined ? {} : { base }),
    ...(keyMap === undefined ? {} : { keyMap }),
  });
  if (!inspection.ok) return inspection;
  return ok(
    buildAdapterReport({
      inspection: inspection.value,
      ...(proof === undefined ? {} : { proof }),
      ...(base === undefined ? {} : { base: base.root }),
      ...(merged === undefined || base === undefined ? {} : { merged: merged.root }),
    }),
  );
}
