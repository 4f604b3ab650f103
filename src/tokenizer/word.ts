/** A part of a text: a cursor that is moved along it, so that no object is made per word. */
export interface Word {
  /** Empty when only the units are known. */
  text: string;
  /** The UTF-16 units of the text; what lies behind its end is left over from longer ones. */
  units: Uint16Array;
  start: number;
  end: number;
}

const USUAL_UNITS = 1 << 12;
// A buffer that one long text has made larger than this is given back with the next text.
const MOST_KEPT_UNITS = 1 << 20;

/** A word that stands for no text yet. */
export function createWord(): Word {
  return { text: '', units: new Uint16Array(USUAL_UNITS), start: 0, end: 0 };
}

/** Makes the word the whole of a text. Returns the marks in `marks` (one entry per UTF-16 unit) of all its units. */
export function readText(word: Word, text: string, marks: Uint8Array): number {
  const { length } = text;
  const { length: room } = word.units;
  if (length > room || room > MOST_KEPT_UNITS) word.units = new Uint16Array(Math.max(length, USUAL_UNITS));
  const { units } = word;
  let seen = 0;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    units[at] = unit;
    seen |= marks[unit] ?? 0;
  }
  word.text = text;
  word.start = 0;
  word.end = length;
  return seen;
}

const MOST_ARGUMENTS = 4096;

/** The word itself, without what stands around it. */
export function wordText({ text, units, start, end }: Word): string {
  if (text !== '') return text.slice(start, end);
  let written = '';
  for (let at = start; at < end; at += MOST_ARGUMENTS) {
    written += String.fromCharCode(...units.subarray(at, Math.min(end, at + MOST_ARGUMENTS)));
  }
  return written;
}
