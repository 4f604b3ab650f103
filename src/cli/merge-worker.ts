import { parentPort, workerData } from 'node:worker_threads';
import { stackText } from '../lib/stack-text.ts';
import { type ProofUnit, unitProver } from '../unit-prover.ts';
import { type AdapterPaths, openAdapter } from './paths/open-adapter.ts';

/** Entry of a thread that compares tensors: a unit in, `{ id, outcome }` or `{ id, error }` out. */
const paths: AdapterPaths = workerData;
let prover: Promise<ReturnType<typeof unitProver>> | undefined;

async function openProver(): Promise<ReturnType<typeof unitProver>> {
  const places = await openAdapter(paths);
  if (!places.ok) throw new Error(places.problem.reason);
  return unitProver(places.value);
}

parentPort?.on('message', async (unit: ProofUnit) => {
  const { id } = unit;
  try {
    prover ??= openProver();
    parentPort?.postMessage({ id, outcome: await (await prover)(unit) });
  } catch (error) {
    parentPort?.postMessage({ id, error: stackText(error) });
  }
});
