// What tools/bench/labels.mjs runs, on one thread or as a worker of several: the lines of a file cut into chunks, parsed, rendered,
// tokenised and labelled, by the parts that `lockstep labels` is made of, without what the command works out about regions.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/** Where the parts are that this needs. */
export const ENGINE = {
  'labels/predict-labels.ts': ['predictLabels'],
  'tokenizer/load-tokenizer.ts': ['loadTokenizer'],
  'evidence/derive/label-plan.ts': ['labelPlan'],
  'labels/trl/label-row.ts': ['labelRow'],
  'labels/trl/row-tally.ts': ['createRowTally'],
  'gather/chunk-rows.ts': ['chunkRows'],
  'gather/row-chunks.ts': ['rowChunks'],
  'source/directory.ts': ['openDirectory'],
};

/** Labels chunks: packs ids and labels of all rows of a chunk into two arrays, as they would be written or sent on. */
export function chunkLabels(engine, { setup, head, tokenizer }) {
  const table = engine.labelPlan(setup, tokenizer, head);
  const { outcome } = table;
  if (!outcome.ok) throw new Error(outcome.problem.message);
  const tally = engine.createRowTally(outcome.plan);
  let index = 0;
  return async (chunk) => {
    let ids = new Int32Array(1 << 19);
    let labels = new Int32Array(1 << 19);
    let length = 0;
    let rows = 0;
    let supervised = 0;
    for (const row of await engine.chunkRows(chunk)) {
      if (typeof row === 'string') throw new Error(row);
      tally.read(row);
      const labelled = engine.labelRow(outcome.plan, table.fit(row));
      if (!labelled.ok) throw new Error(labelled.problem.message);
      tally.labelled(labelled.value, index++);
      const { inputIds, labels: own } = labelled.value;
      if (length + inputIds.length > ids.length) {
        ids = grown(ids, length + inputIds.length);
        labels = grown(labels, length + inputIds.length);
      }
      ids.set(inputIds, length);
      labels.set(own, length);
      for (const label of own) if (label !== -100) supervised++;
      length += inputIds.length;
      rows++;
    }
    return { rows, length, supervised, ids, labels };
  };
}

function grown(array, least) {
  const larger = new Int32Array(Math.max(least, array.length * 2));
  larger.set(array);
  return larger;
}

export async function* fileChunks(engine, file) {
  const files = await engine.openDirectory(dirname(file));
  if (!files.ok) throw new Error(files.problem.reason);
  const path = basename(file);
  yield* engine.rowChunks({ shown: path, format: 'jsonl', files: [{ files: files.value, path }] });
}

if (parentPort) {
  const { bundle, tokenizerFile, ...given } = workerData;
  const engine = await import(bundle);
  const tokenizer = engine.loadTokenizer({ tokenizerJson: readFileSync(tokenizerFile, 'utf8') });
  const label = chunkLabels(engine, { ...given, tokenizer });
  parentPort.on('message', async (chunk) => {
    const done = await label(chunk);
    parentPort.postMessage(done, [done.ids.buffer, done.labels.buffer]);
  });
  parentPort.postMessage('ready');
}
