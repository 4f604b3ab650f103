import { parquetMetadata } from 'hyparquet/src/metadata.js';
import * as v from 'valibot';
import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { ByteSource } from './byte-source.ts';
import { checkThrift } from './parquet-thrift.ts';

/** A file of 1,000 row groups with 100 columns has a footer of about 15 MB. */
const MAX_FOOTER_BYTES = 32 * 1024 * 1024;
/** Of schema elements and of columns in a row group: a page of each is held at once. */
const MAX_COLUMNS = 5000;
const MAX_ROW_GROUPS = 100_000;
/** No fine-tuning set has more; larger numbers are not exact in a double further on. */
const MAX_ROWS = 2 ** 40;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const bigCount = v.pipe(
  v.bigint(),
  v.check((value) => value >= 0n && value < 2n ** 53n, 'is negative or beyond 2^53'),
  v.transform(Number),
);
const element = v.object({
  name: v.pipe(v.string(), v.maxLength(4096)),
  type: v.optional(
    v.picklist(['BOOLEAN', 'INT32', 'INT64', 'INT96', 'FLOAT', 'DOUBLE', 'BYTE_ARRAY', 'FIXED_LEN_BYTE_ARRAY']),
  ),
  type_length: v.optional(v.pipe(count, v.maxValue(2 ** 20))),
  repetition_type: v.optional(v.picklist(['REQUIRED', 'OPTIONAL', 'REPEATED'])),
  num_children: v.optional(v.pipe(count, v.maxValue(MAX_COLUMNS))),
  converted_type: v.optional(v.string()),
  scale: v.optional(v.pipe(count, v.maxValue(1000))),
  logical_type: v.optional(
    v.object({
      type: v.optional(v.string()),
      unit: v.optional(v.picklist(['MILLIS', 'MICROS', 'NANOS'])),
      scale: v.optional(v.pipe(count, v.maxValue(1000))),
      isAdjustedToUTC: v.optional(v.boolean()),
      bitWidth: v.optional(v.number()),
      isSigned: v.optional(v.boolean()),
    }),
  ),
});
const column = v.object({
  file_path: v.optional(v.string()),
  crypto_metadata: v.optional(v.unknown()),
  meta_data: v.optional(
    v.object({
      codec: v.string(),
      num_values: bigCount,
      total_compressed_size: bigCount,
      data_page_offset: bigCount,
      dictionary_page_offset: v.optional(bigCount),
    }),
  ),
});
const metadata = v.object({
  schema: v.pipe(v.array(element), v.minLength(1), v.maxLength(MAX_COLUMNS)),
  num_rows: v.pipe(bigCount, v.maxValue(MAX_ROWS)),
  row_groups: v.pipe(
    v.array(v.object({ columns: v.pipe(v.array(column), v.maxLength(MAX_COLUMNS)), num_rows: bigCount })),
    v.maxLength(MAX_ROW_GROUPS),
  ),
});

export type ParquetElement = v.InferOutput<typeof element>;
export type ParquetColumn = v.InferOutput<typeof column>;
export type ParquetFooter = v.InferOutput<typeof metadata>;

const UNFINISHED = 'was the download or upload cut short, or the writer not closed?';

/** Reads and validates the index at the end of a Parquet file: schema, row groups and where their columns lie. */
export async function readParquetFooter(source: ByteSource): Promise<Result<ParquetFooter>> {
  const head = await source.slice(0, 4);
  if (!head.ok) return head;
  if (ascii(head.value) === 'PARE') return failed('the file is encrypted');
  if (ascii(head.value) !== 'PAR1') return failed('this is not a Parquet file: it does not begin with PAR1');
  const tail = await source.slice(Math.max(4, source.size - 8), source.size);
  if (!tail.ok) return tail;
  if (tail.value.length === 8 && ascii(tail.value.subarray(4)) === 'PARE') return failed('the file is encrypted');
  if (tail.value.length < 8 || ascii(tail.value.subarray(4)) !== 'PAR1')
    return failed(`the file ends after ${source.size} bytes and its footer is missing; ${UNFINISHED}`);
  const length = new DataView(tail.value.buffer, tail.value.byteOffset, 4).getUint32(0, true);
  if (length > source.size - 12)
    return failed(`the footer claims ${length} bytes, but the file has ${source.size}; ${UNFINISHED}`);
  if (length > MAX_FOOTER_BYTES)
    return failed(`the footer has ${length} bytes; footers of more than ${MAX_FOOTER_BYTES} are not read`);
  const footer = await source.slice(source.size - 8 - length, source.size);
  return footer.ok ? parseFooter(footer.value) : footer;
}

function parseFooter(bytes: Uint8Array): Result<ParquetFooter> {
  const check = checkThrift(bytes.subarray(0, bytes.length - 8), 0);
  if (check.state === 'bad') return failed(`the footer is damaged: ${check.reason}`);
  if (check.state === 'short') return failed('the footer is damaged: it ends inside a structure');
  // hyparquet throws on a footer that is well-formed Thrift but not Parquet's: bad input here, not a bug.
  try {
    const valid = v.safeParse(metadata, parquetMetadata(bytes, { geoparquet: false }));
    if (valid.success) return ok(valid.output);
    const [issue] = valid.issues;
    return failed(`the footer is damaged: ${v.getDotPath(issue) ?? 'it'} ${issue.message}`);
  } catch (error) {
    return failed(`the footer is damaged: ${errorText(error)}`);
  }
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
