/** The options that a question lists, in their order. */
export interface EnumeratedOptions {
  /** As the question writes them, without brackets: `A`, `1`. */
  readonly markers: readonly string[];
  readonly texts: readonly string[];
}

/** `(A) text`, `A) text`, `A. text`, `A: text`, `1. text`, at the beginning of a line or behind a space. */
const MARKER = /(?:^|[\s([])(?<name>[A-Z]|[1-9]\d?)(?<close>[).:\]])\s+/g;
/** Exam formats have five at most; a list beyond this is a list of something else. */
const MOST_OPTIONS = 26;
/** A question with more candidates than this is a document. */
const MOST_CANDIDATES = 500;

interface Marker {
  readonly name: string;
  readonly close: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The enumerated options at the end of a question: the last run of markers A, B, C … or 1, 2, 3 … in one notation. Null where there is
 * none of two or more. Numbered steps of an instruction look the same, so one row alone proves nothing: ask for nearly all of them.
 */
export function enumeratedOptions(question: string): EnumeratedOptions | null {
  const markers = markersIn(question);
  const first = markers.findLastIndex(({ name }) => name === 'A' || name === '1');
  const run = first === -1 ? [] : runFrom(markers.slice(first));
  if (run.length < 2) return null;
  const texts = run.map(({ end }, at) => {
    const line = question.slice(end, run[at + 1]?.start ?? question.length).trim();
    // What follows the last option (`Answer:`) stands on a line of its own.
    return at === run.length - 1 ? (line.split('\n')[0] ?? '').trim() : line;
  });
  return { markers: run.map(({ name }) => name), texts };
}

function markersIn(question: string): readonly Marker[] {
  const found: Marker[] = [];
  for (const match of question.matchAll(MARKER)) {
    const { name = '', close = '' } = match.groups ?? {};
    found.push({ name, close, start: match.index, end: match.index + match[0].length });
    if (found.length >= MOST_CANDIDATES) break;
  }
  return found;
}

function runFrom(markers: readonly Marker[]): readonly Marker[] {
  const [first] = markers;
  const run: Marker[] = [];
  for (const marker of markers) {
    if (marker.close === first?.close && marker.name === nameAt(first.name, run.length)) run.push(marker);
    if (run.length === MOST_OPTIONS) break;
  }
  return run;
}

function nameAt(first: string, place: number): string {
  return first === 'A' ? String.fromCharCode(65 + place) : String(place + 1);
}
