import { failed, ok, type Result } from '../lib/result.ts';
import { decodeText } from './decode-text.ts';
import type { ByteStream, FileEntry, RunFiles } from './run-files.ts';

/** Chunks as small as a slow disk's, so that readers meet lines that span chunks. */
const CHUNK_BYTES = 64 * 1024;

/** A run that is held in memory: path (with `/`) to content. For tests and for folders dropped onto a page. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>, root = 'memory'): RunFiles {
  const encoder = new TextEncoder();
  const files = new Map<string, Uint8Array>(
    Object.entries(contents).map(([path, content]) => [
      path,
      typeof content === 'string' ? encoder.encode(content) : content,
    ]),
  );
  const entries: FileEntry[] = [...files]
    .map(([path, bytes]) => ({ path, size: bytes.length, kind: 'file' as const }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const bytesOf = (path: string): Result<Uint8Array> => {
    const bytes = files.get(path);
    return bytes ? ok(bytes) : failed('does not exist');
  };
  return {
    root,
    list: async () => ({ entries, cut: false, problems: [] }),
    slice: async (path, start, end) => {
      const bytes = bytesOf(path);
      return bytes.ok ? ok(bytes.value.subarray(start, Math.max(start, end))) : bytes;
    },
    stream: (path) => streamOf(bytesOf(path)),
    text: async (path, limit) => {
      const bytes = bytesOf(path);
      if (!bytes.ok) return bytes;
      if (bytes.value.length > limit) return failed(`has ${bytes.value.length} bytes, more than the limit of ${limit}`);
      return decodeText(bytes.value);
    },
  };
}

function streamOf(bytes: Result<Uint8Array>): ByteStream {
  return {
    problem: bytes.ok ? undefined : bytes.problem,
    async *[Symbol.asyncIterator]() {
      if (!bytes.ok) return;
      for (let start = 0; start < bytes.value.length; start += CHUNK_BYTES) {
        yield bytes.value.subarray(start, start + CHUNK_BYTES);
      }
    },
  };
}
