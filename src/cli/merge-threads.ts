import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { AdapterRunOptions } from '../adapter-run.ts';
import type { ProofOutcome, ProofUnit } from '../unit-prover.ts';
import type { AdapterPaths } from './paths/open-adapter.ts';

/** Beside the bundle; absent when Lockstep runs from its sources, where one thread must do. */
const SCRIPT = new URL('../merge-worker.js', import.meta.url);
/** Units a thread has at a time: while one is computed the next is read. */
const AHEAD = 2;

export interface MergeThreads {
  readonly count: number;
  readonly paths: AdapterPaths;
  /** Called after each tensor. */
  readonly onDone: (done: number, of: number) => void;
}

/** Compares tensors on several threads, each of which opens the folders itself. Undefined where only one thread makes sense. */
export function mergeThreads({ count, paths, onDone }: MergeThreads): AdapterRunOptions['proveUnits'] {
  if (count < 2 || !existsSync(fileURLToPath(SCRIPT))) return undefined;
  return async (units) => {
    const outcomes: ProofOutcome[] = [];
    // The largest first, so that no thread is left with one at the end.
    const queue = units.toSorted((one, other) => other.rows * other.columns - one.rows * one.columns).values();
    const done = (outcome: ProofOutcome) => onDone(outcomes.push(outcome), units.length);
    const threads = Array.from(
      { length: Math.min(count, units.length) },
      () => new Worker(SCRIPT, { workerData: paths }),
    );
    try {
      await Promise.all(threads.map((thread) => workThrough(thread, queue, done)));
    } finally {
      await Promise.all(threads.map((thread) => thread.terminate()));
    }
    return outcomes;
  };
}

/** Keeps one thread busy until the queue is empty. */
function workThrough(
  thread: Worker,
  queue: IterableIterator<ProofUnit>,
  done: (outcome: ProofOutcome) => void,
): Promise<void> {
  return new Promise((finished, failed) => {
    let running = 0;
    const next = () => {
      const { value: unit } = queue.next();
      if (unit) {
        running++;
        thread.postMessage(unit);
      } else if (running === 0) finished();
    };
    thread.on('error', failed);
    thread.on('message', ({ outcome, error }: { outcome?: ProofOutcome; error?: string }) => {
      running--;
      if (outcome === undefined) failed(new Error(error));
      else {
        done(outcome);
        next();
      }
    });
    for (let ahead = 0; ahead < AHEAD; ahead++) next();
  });
}
