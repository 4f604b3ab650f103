/** Detectors that read characters look at this much of each end; what lies between repeats or continues what the ends show. */
const WINDOW = 32_768;

export interface TextPart {
  readonly text: string;
  /** UTF-16 offset of the part in the whole. */
  readonly offset: number;
}

/** A text as the parts that are looked at: whole, or its head and its tail. */
export function textWindow(text: string): readonly TextPart[] {
  if (text.length <= 2 * WINDOW) return [{ text, offset: 0 }];
  const tail = text.length - WINDOW;
  return [
    { text: text.slice(0, WINDOW), offset: 0 },
    { text: text.slice(tail), offset: tail },
  ];
}
