import { parentPort, workerData } from 'node:worker_threads';
import { type ChunkLabeller, type ChunkSetup, chunkLabeller } from '../label-run/label-chunk.ts';
import { stackText } from '../lib/stack-text.ts';

/** Entry of a thread that labels chunks: `{ id, chunk }` in, `{ id, result }` or `{ id, error }` out. */
const setup: ChunkSetup = workerData;
let label: ChunkLabeller | undefined;

parentPort?.on('message', async ({ id, chunk }: { id: number; chunk: Parameters<ChunkLabeller>[0] }) => {
  try {
    label ??= chunkLabeller(setup);
    parentPort?.postMessage({ id, result: await label(chunk) });
  } catch (error) {
    parentPort?.postMessage({ id, error: stackText(error) });
  }
});
