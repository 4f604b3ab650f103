import { compressors } from 'hyparquet-compressors';
import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { zstdFrame } from './zstd-frame.ts';

/** Pages are about 1 MB, but a writer looks only every 1,024 values: that many embedded images make one page. */
const MAX_PAGE_BYTES = 512 * 1024 * 1024;

/**
 * The page in a buffer of its own, so that no value can reach beyond it. The declared size bounds what is allocated: every
 * codec writes into a buffer of that size.
 */
export function decompressPage(codec: string, bytes: Uint8Array, size: number): Result<Uint8Array<ArrayBuffer>> {
  if (!(size >= 0 && size <= MAX_PAGE_BYTES))
    return failed(`a page claims ${size} bytes; pages of more than ${MAX_PAGE_BYTES} are not read`);
  if (codec === 'UNCOMPRESSED') {
    if (bytes.length !== size) return failed(`a page has ${bytes.length} bytes where its header says ${size}`);
    return ok(new Uint8Array(bytes));
  }
  if (size === 0) return ok(new Uint8Array(0));
  const page = codec === 'ZSTD' ? zstdFrame(bytes, size) : unpacked(codec, bytes, size);
  if (!page.ok) return page;
  const { value } = page;
  if (value.length !== size) return failed(`a page unpacks to ${value.length} bytes where its header says ${size}`);
  return ok(isOwn(value) && value.buffer.byteLength === size ? value : new Uint8Array(value));
}

function unpacked(codec: string, bytes: Uint8Array, size: number): Result<Uint8Array> {
  try {
    switch (codec) {
      case 'SNAPPY':
      case 'GZIP':
      case 'BROTLI':
      case 'LZ4':
      case 'LZ4_RAW': {
        const page = compressors[codec]?.(bytes, size);
        if (page) return ok(page);
      }
    }
    return failed(`its compression (${codec}) is not known`);
  } catch (error) {
    return failed(`a page cannot be unpacked (${codec.toLowerCase()}): ${errorText(error)}`);
  }
}

function isOwn(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer;
}
