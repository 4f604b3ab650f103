import type { Row, RowValue } from '../formats/row-value.ts';

const MEDIA_KEYS: ReadonlySet<string> = new Set([
  'images',
  'image',
  'image_url',
  'videos',
  'video',
  'video_url',
  'audios',
  'audio',
  'audio_url',
  'input_image',
]);
/** Blocks nest to `messages[].content[].image.bytes`; deeper values belong to nothing that trainers read. */
const DEEPEST = 8;
/** FNV-1a, 32 bits, twice with other offsets: no cryptography, but two images of one data set do not meet by chance. */
const OFFSETS = [0x811c9dc5, 0x2f0b4c47] as const;
const PRIME = 0x01000193;

/**
 * What tells the images, videos and sounds of a row from those of another: hashes of their bytes or of the paths that name them.
 * Undefined where nothing names them.
 */
export function mediaKey(row: Row): string | undefined {
  const found: string[] = [];
  collect(row, { isMedia: false, depth: 0 }, found);
  return found.length === 0 ? undefined : found.join(' ');
}

function collect(
  value: RowValue,
  { isMedia, depth }: { readonly isMedia: boolean; readonly depth: number },
  found: string[],
): void {
  if (depth > DEEPEST || value === null) return;
  if (value instanceof Uint8Array) {
    if (isMedia) found.push(hashOf(value));
  } else if (typeof value === 'string') {
    if (isMedia && value !== '') found.push(hashOf(new TextEncoder().encode(value)));
  } else if (typeof value === 'object') {
    for (const [key, item] of Object.entries(value))
      collect(item, { isMedia: isMedia || MEDIA_KEYS.has(key), depth: depth + 1 }, found);
  }
}

function hashOf(bytes: Uint8Array): string {
  let [first, second]: [number, number] = [...OFFSETS];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    first = Math.imul(first ^ byte, PRIME);
    second = Math.imul(second ^ byte, PRIME);
  }
  const hex = (hash: number): string => (hash >>> 0).toString(16).padStart(8, '0');
  return `${hex(first)}${hex(second)}-${bytes.length}`;
}
