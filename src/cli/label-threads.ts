import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ChunkLabeller, ChunkResult } from '../label-run/label-chunk.ts';
import type { MapChunks } from '../label-run/predicted-side.ts';

/** Beside the bundle; absent when Lockstep runs from its sources, where one thread must do. */
const SCRIPT = new URL('../labels-worker.js', import.meta.url);
/** Chunks per thread that are read ahead: the next is there when one is done, and memory stays flat. */
const AHEAD = 2;

interface Waiting {
  readonly done: (result: ChunkResult) => void;
  readonly failed: (error: Error) => void;
}

/** Labels chunks on several threads; results come in the order of the chunks. Undefined where only one thread makes sense. */
export function labelThreads(count: number): MapChunks | undefined {
  if (count < 2 || !existsSync(fileURLToPath(SCRIPT))) return undefined;
  return async function* (setup, chunks) {
    const threads = Array.from({ length: count }, () => startThread(setup));
    const running: Promise<ChunkResult>[] = [];
    try {
      for await (const chunk of chunks) {
        const thread = threads.reduce((best, one) => (one.waiting.size < best.waiting.size ? one : best));
        running.push(thread.label(chunk));
        if (running.length >= count * AHEAD) yield await take(running);
      }
      while (running.length > 0) yield await take(running);
    } finally {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    }
  };
}

async function take(running: Promise<ChunkResult>[]): Promise<ChunkResult> {
  const [first] = running.splice(0, 1);
  if (first === undefined) throw new Error('no chunk is being labelled');
  return first;
}

function startThread(setup: unknown) {
  const worker = new Worker(SCRIPT, { workerData: setup });
  const waiting = new Map<number, Waiting>();
  let next = 0;
  worker.on('message', ({ id, result, error }: { id: number; result?: ChunkResult; error?: string }) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (result === undefined) one?.failed(new Error(error));
    else one?.done(result);
  });
  worker.on('error', (error) => {
    for (const one of waiting.values()) one.failed(error);
  });
  const label = (chunk: Parameters<ChunkLabeller>[0]): Promise<ChunkResult> => {
    const id = next++;
    const result = new Promise<ChunkResult>((done, failed) => waiting.set(id, { done, failed }));
    const owned = chunk.kind === 'lines' && chunk.bytes.byteLength === chunk.bytes.buffer.byteLength;
    worker.postMessage({ id, chunk }, owned && chunk.bytes.buffer instanceof ArrayBuffer ? [chunk.bytes.buffer] : []);
    return result;
  };
  return { worker, waiting, label };
}
