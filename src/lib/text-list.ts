/** Texts one after the other, of which nothing is asked but to be there when their turn comes. */
export interface TextList {
  readonly add: (text: string) => void;
  readonly length: () => number;
  /** The text at a place from 0; '' where there is none. */
  readonly at: (place: number) => string;
}

/** Texts joined to one, so that a short text takes its characters and four bytes instead of a string object of its own. */
const BLOCK = 1_024;

/**
 * A list of many short texts in little memory: a million ids of ten characters take 14 MB, where an array of strings takes 40 MB or more (a
 * text that was cut out of a line would keep the whole line alive, too).
 */
export function textList(): TextList {
  const blocks: string[] = [];
  const ends: Uint32Array[] = [];
  let open: string[] = [];
  const close = (): void => {
    const offsets = new Uint32Array(open.length);
    let end = 0;
    for (const [index, text] of open.entries()) {
      end += text.length;
      offsets[index] = end;
    }
    blocks.push(open.join(''));
    ends.push(offsets);
    open = [];
  };
  return {
    add: (text) => {
      open.push(text);
      if (open.length === BLOCK) close();
    },
    length: () => blocks.length * BLOCK + open.length,
    at: (place) => {
      const block = Math.floor(place / BLOCK);
      const inner = place % BLOCK;
      if (block === blocks.length) return open[inner] ?? '';
      const offsets = ends[block];
      return blocks[block]?.slice(offsets?.[inner - 1] ?? 0, offsets?.[inner] ?? 0) ?? '';
    },
  };
}
