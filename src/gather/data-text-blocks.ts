/** A text as bytes, which stay in memory as long as anybody holds this or another text of its block. */
export interface StoredText {
  /** UTF-8, or UTF-16 units. */
  readonly block: Uint8Array | Uint16Array;
  readonly start: number;
  readonly end: number;
}

/** Keeps texts outside the heap, which grows to twice of what it holds and is searched for garbage again and again. */
export interface TextBlocks {
  readonly write: (text: string) => StoredText;
  /** The text as it was given. */
  readonly read: (stored: StoredText) => string;
}

/** Texts share a block of this size; a longer one has a block of its own. */
const BLOCK_BYTES = 1024 * 1024;
/** UTF-8 takes three bytes for a unit of Chinese: texts for which it takes more than two are kept as they are. */
const MOST_BYTES = 2;
/** UTF-8 cannot carry them. */
const LONE_SURROGATE = /\p{Surrogate}/u;
/** `String.fromCharCode` takes units as arguments, for some ten thousands of which the stack has room. */
const MOST_ARGUMENTS = 8_192;

/** Blocks that are filled one after the other. */
export function textBlocks(): TextBlocks {
  const [bytes, units] = [byteWriter(), unitWriter()];
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    write: (text) => bytes(text) ?? units(text),
    read: ({ block, start, end }) => {
      const own = block.subarray(start, end);
      return own instanceof Uint16Array ? textOf(own) : decoder.decode(own);
    },
  };
}

/** Undefined for a text that is better kept as units. */
function byteWriter(): (text: string) => StoredText | undefined {
  const encoder = new TextEncoder();
  let [block, used] = [new Uint8Array(), 0];
  return (text) => {
    if (LONE_SURROGATE.test(text)) return undefined;
    const most = MOST_BYTES * text.length;
    if (most > BLOCK_BYTES) return ownBlock(encoder.encode(text), most);
    let { read, written } = encoder.encodeInto(text, block.subarray(used));
    if (read < text.length) {
      [block, used] = [new Uint8Array(BLOCK_BYTES), 0];
      ({ read, written } = encoder.encodeInto(text, block));
    }
    if (read < text.length || written > most) return undefined;
    used += written;
    return { block, start: used - written, end: used };
  };
}

function ownBlock(block: Uint8Array, most: number): StoredText | undefined {
  return block.length > most ? undefined : { block, start: 0, end: block.length };
}

function unitWriter(): (text: string) => StoredText {
  let [block, used] = [new Uint16Array(), 0];
  return (text) => {
    if (used + text.length > block.length) [block, used] = [new Uint16Array(Math.max(BLOCK_BYTES / 2, text.length)), 0];
    const start = used;
    for (let at = 0; at < text.length; at++) block[used++] = text.charCodeAt(at);
    return { block, start, end: used };
  };
}

function textOf(units: Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += MOST_ARGUMENTS)
    text += String.fromCharCode(...units.subarray(at, at + MOST_ARGUMENTS));
  return text;
}
