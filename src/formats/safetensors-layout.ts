import type { Problem } from '../lib/result.ts';
import { quotedName } from './quoted-name.ts';
import { SAFETENSORS_DTYPE_BITS } from './safetensors-dtype.ts';

interface PlacedTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/**
 * The first thing wrong with where tensors lie, or undefined. The rules are those of safetensors' `Metadata::validate`: in
 * order of their offsets the tensors fill the bytes from `dataStart` to the end of the file, without gap or overlap, and
 * each has exactly the bytes of its shape. `start` and `end` are absolute; `key` names the tensor.
 */
export function layoutProblem(
  tensors: readonly PlacedTensor[],
  dataStart: number,
  fileSize: number,
): Problem | undefined {
  const sorted = tensors.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let expected = dataStart;
  let previous = 'the header';
  for (const tensor of sorted) {
    const reason = placeReason(tensor, { expected, previous, fileSize }) ?? sizeReason(tensor);
    if (reason !== undefined) {
      return { reason: `tensor ${quotedName(tensor.name)}: ${reason}`, key: tensor.name, offset: tensor.start };
    }
    expected = tensor.end;
    previous = `tensor ${quotedName(tensor.name)}`;
  }
  if (expected === fileSize) return undefined;
  return { reason: `${fileSize - expected} bytes behind ${previous} belong to no tensor`, offset: expected };
}

function placeReason(
  { start, end }: PlacedTensor,
  { expected, previous, fileSize }: { expected: number; previous: string; fileSize: number },
): string | undefined {
  if (end < start) return `its data ends (byte ${end}) before it starts (byte ${start})`;
  if (end > fileSize) return `its data ends at byte ${end}, but the file has ${fileSize}: it was cut`;
  if (start < expected) return `its data starts at byte ${start}, inside ${previous}, which ends at ${expected}`;
  if (start > expected) return `${start - expected} bytes between ${previous} and its data belong to no tensor`;
  return undefined;
}

function sizeReason({ dtype, shape, start, end }: PlacedTensor): string | undefined {
  const bits = SAFETENSORS_DTYPE_BITS.get(dtype);
  if (bits === undefined) return undefined;
  // Products of hostile dimensions leave the range of exact doubles, hence BigInt.
  const total = shape.reduce((product, dimension) => product * BigInt(dimension), BigInt(bits));
  if (total === BigInt(end - start) * 8n) return undefined;
  return `${dtype} of shape [${shape.slice(0, 8).join(', ')}] does not fill its ${end - start} bytes exactly`;
}
