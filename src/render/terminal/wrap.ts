import { clusters } from '../clusters.ts';
import { displayWidth } from '../display-width.ts';
import type { Span } from './span.ts';

interface Line {
  text: string;
  width: number;
}

export interface Indent {
  /** Before the first line; already painted text is allowed, its width is `width`. */
  readonly first?: Span;
  /** Columns before every line after the first, and before the first without `first`. */
  readonly columns: number;
}

/**
 * Breaks at spaces (never before a per cent sign) and after ⏎, and inside a word only when the word alone is too long. Lines never exceed
 * `width` columns.
 */
export function wrap(spans: readonly Span[], indent: Indent, width: number): readonly string[] {
  const room = Math.max(8, width - indent.columns);
  const lines: Line[] = [{ text: '', width: 0 }];
  for (const word of words(spans)) addWord(lines, word, room);
  const pad = ' '.repeat(indent.columns);
  return lines.map((line, index) => {
    const head = index === 0 && indent.first !== undefined ? paintHead(indent.first, indent.columns) : pad;
    return (head + line.text).trimEnd();
  });
}

function paintHead(head: Span, columns: number): string {
  const padding = ' '.repeat(Math.max(0, columns - displayWidth(head.text)));
  return painted(head) + padding;
}

function painted(span: Span): string {
  return span.paint === undefined ? span.text : span.paint(span.text);
}

/** A word is a list of spans without a place to break; `spaces` stand before it and vanish at a line's start. */
interface Word {
  spaces: number;
  readonly pieces: Span[];
}

function words(spans: readonly Span[]): readonly Word[] {
  const found: Word[] = [];
  let open = false;
  let spaces = 0;
  for (const span of spans) {
    for (const piece of span.text.split(/( +)(?!%)|(?<=⏎)/)) {
      if (piece === undefined || piece === '') continue;
      if (piece.startsWith(' ')) {
        spaces += piece.length;
        open = false;
        continue;
      }
      const part = span.paint === undefined ? { text: piece } : { text: piece, paint: span.paint };
      const last = found.at(-1);
      if (open && last !== undefined) last.pieces.push(part);
      else found.push({ spaces, pieces: [part] });
      spaces = 0;
      open = !piece.endsWith('⏎');
    }
  }
  return found;
}

function addWord(lines: Line[], word: Word, room: number): void {
  const width = word.pieces.reduce((sum, piece) => sum + displayWidth(piece.text), 0);
  const line = lines.at(-1) ?? { text: '', width: 0 };
  const gap = line.width === 0 ? 0 : Math.min(word.spaces, room);
  if (line.width + gap + width <= room) {
    line.text += ' '.repeat(gap) + word.pieces.map(painted).join('');
    line.width += gap + width;
    return;
  }
  if (width <= room) {
    lines.push({ text: word.pieces.map(painted).join(''), width });
    return;
  }
  // A word longer than a line starts where the line stands, unless next to nothing is left there.
  if (line.width + gap > room - 8 && line.width > 0) lines.push({ text: '', width: 0 });
  else if (gap > 0) append(lines, { text: ' '.repeat(gap) }, gap);
  for (const piece of word.pieces) breakPiece(lines, piece, room);
}

function breakPiece(lines: Line[], piece: Span, room: number): void {
  let start = '';
  let width = 0;
  for (const cluster of clusters(piece.text)) {
    const line = lines.at(-1);
    const wide = displayWidth(cluster);
    if ((line?.width ?? 0) + width + wide > room) {
      append(lines, { ...piece, text: start }, width);
      lines.push({ text: '', width: 0 });
      start = '';
      width = 0;
    }
    start += cluster;
    width += wide;
  }
  append(lines, { ...piece, text: start }, width);
}

function append(lines: Line[], span: Span, width: number): void {
  const line = lines.at(-1);
  if (line === undefined || span.text === '') return;
  line.text += painted(span);
  line.width += width;
}
