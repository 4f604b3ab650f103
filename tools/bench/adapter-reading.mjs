// What tools/bench/adapter.mjs measures a proof against: the time of reading the same bytes.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './adapter-files.mjs';

/** Slices that are asked for at the same time, where they are not asked for one by one. */
const TOGETHER = 48;
/** Batches that a proof has under way: one for each of the tensors that it works on. */
const BATCHES = 3;

/** Everything that a proof asks for, in its order: bands of base and merge, factors of the adapter, headers. One list per request. */
export async function requestsOf(sources, prove) {
  const requests = [];
  const recorded = Object.entries(sources).map(([side, files]) => {
    const slice = (path, start, end) => {
      requests.push({ side, path, ranges: [[start, end]] });
      return files.slice(path, start, end);
    };
    const slices = (path, ranges) => {
      requests.push({ side, path, ranges });
      return files.slices(path, ranges);
    };
    return [side, { ...files, slice, slices }];
  });
  await prove(Object.fromEntries(recorded));
  return requests;
}

export function bytesOf(requests) {
  return requests.flatMap(({ ranges }) => ranges).reduce((sum, [start, end]) => sum + end - start, 0);
}

/** With one open file per side and no layer in between: the least any proof can take that reads in one thread. */
export function readRaw(requests) {
  const firsts = new Map(requests.map((request) => [request.side, request]));
  const files = new Map([...firsts].map(([side, { path }]) => [side, openSync(join(folder, side, path), 'r')]));
  const buffer = Buffer.alloc(Math.max(...slicesOf(requests).map(({ start, end }) => end - start)));
  for (const { side, start, end } of slicesOf(requests)) readSync(files.get(side), buffer, 0, end - start, start);
  for (const file of files.values()) closeSync(file);
}

/** Slice after slice through RunFiles. */
export async function readOneByOne(sources, requests) {
  for (const { side, path, start, end } of slicesOf(requests)) await sources[side].slice(path, start, end);
}

/** Slices through RunFiles, many at a time. */
export async function readTogether(sources, requests) {
  const slices = slicesOf(requests);
  for (let at = 0; at < slices.length; at += TOGETHER) {
    const some = slices.slice(at, at + TOGETHER);
    await Promise.all(some.map(({ side, path, start, end }) => sources[side].slice(path, start, end)));
  }
}

/** In the batches of the proof, and as many at a time. */
export async function readAsProof(sources, requests) {
  const queue = requests.values();
  const work = async () => {
    for (const { side, path, ranges } of queue) await sources[side].slices(path, ranges);
  };
  await Promise.all(Array.from({ length: BATCHES }, work));
}

function slicesOf(requests) {
  return requests.flatMap(({ side, path, ranges }) => ranges.map(([start, end]) => ({ side, path, start, end })));
}

/** Drops what the system keeps of the files in memory, and of no others. False where that is not possible. */
export function dropPages() {
  const files = ['base/model.safetensors', 'merged/model.safetensors', 'adapter/adapter_model.safetensors'];
  return files.every((file) => {
    const { status } = spawnSync('dd', [`if=${join(folder, file)}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
    return status === 0;
  });
}
