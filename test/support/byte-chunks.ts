/** A stream of the bytes (or UTF-8 text) in chunks of `size`; one buffer is used again for every chunk, as sources may do. */
export async function* byteChunks(content: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    buffer.fill(0x0a);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}
