import { unzipSync } from 'fflate';
import { failed, ok, type Result } from '../lib/result.ts';
import { isLfsPointer } from './is-lfs-pointer.ts';

/** Saved training arguments take some kB. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_PICKLE_BYTES = 16 * 1024 * 1024;
/**
 * torch never compresses. Of a file that was zipped again only a little is inflated: deflate expands at most 1032 times, so this
 * bounds the work even when the directory lies about the size.
 */
const MAX_DEFLATED_BYTES = 256 * 1024;
/** torch writes half a dozen. */
const MAX_ENTRIES = 10_000;
const STORED = 0;

/**
 * The bytes of the object pickle in what `torch.save` wrote: `data.pkl` in the top folder of a zip, or the file itself before torch 1.6.
 */
export function torchPickle(bytes: Uint8Array): Result<Uint8Array> {
  if (bytes.length > MAX_FILE_BYTES)
    return failed(`the file has ${bytes.length} bytes; at most ${MAX_FILE_BYTES} are read`);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return unzipPickle(bytes);
  if (bytes[0] === 0x80) return ok(bytes);
  if (bytes.length === 0) return failed('the file is empty');
  if (isLfsPointer(bytes)) {
    return failed('this is a Git LFS pointer, not the file itself; fetch it (git lfs pull)');
  }
  return failed('the file is neither a zip nor a pickle, so torch.save did not write it');
}

function unzipPickle(bytes: Uint8Array): Result<Uint8Array> {
  let refused: string | undefined;
  let wanted: string | undefined;
  let entries = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        // fflate believes the directory's count of entries, up to 2^32; throwing is the only way out of its loop.
        if (++entries > MAX_ENTRIES) throw new RangeError('too many entries');
        if (wanted !== undefined || !/(^|\/)data\.pkl$/.test(name)) return false;
        wanted = name;
        const tooLarge =
          originalSize > MAX_PICKLE_BYTES || size > (compression === STORED ? MAX_PICKLE_BYTES : MAX_DEFLATED_BYTES);
        if (tooLarge)
          refused = `${JSON.stringify(name)} would take ${originalSize} bytes, far more than training arguments do`;
        return !tooLarge;
      },
    });
    if (refused !== undefined) return failed(refused);
    const pickle = wanted === undefined ? undefined : files[wanted];
    return pickle === undefined ? failed('the zip holds no data.pkl, so torch.save did not write it') : ok(pickle);
  } catch {
    return failed('the zip is damaged or was cut');
  }
}
