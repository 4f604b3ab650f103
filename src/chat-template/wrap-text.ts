import { fail } from './python-fail.ts';

interface WrapOptions {
  readonly width: number;
  readonly breakLong: boolean;
  readonly breakHyphens: boolean;
}

function chunksOf(text: string, hyphens: boolean): string[] {
  const words = text.split(/([ \t-\r]+)/).filter((word) => word !== '');
  if (!hyphens) return words;
  return words.flatMap((word) =>
    word.split(/(?<=[^\W\d_][\w-]*-)(?=[^\W\d_])|(?<=[\w!"'&.,?])(?=-{2,}\w)|(?<=-{2,})(?=\w)/),
  );
}

/** Python's textwrap.wrap of one line, tabs and inner spaces kept. */
export function wrapText(text: string, options: WrapOptions): string[] {
  const { width } = options;
  if (width <= 0) fail('ValueError', `invalid width ${width} (must be > 0)`);
  const chunks = chunksOf(text, options.breakHyphens).reverse();
  const lines: string[] = [];
  const isSpace = (chunk: string | undefined) => chunk !== undefined && chunk.trim() === '';
  while (chunks.length > 0) {
    const line: string[] = [];
    let length = 0;
    if (isSpace(chunks.at(-1)) && lines.length > 0) chunks.pop();
    while (length + (chunks.at(-1)?.length ?? Infinity) <= width) {
      const chunk = chunks.pop() ?? '';
      line.push(chunk);
      length += chunk.length;
    }
    const next = chunks.at(-1);
    if (next !== undefined && next.length > width) {
      if (options.breakLong) {
        line.push(next.slice(0, width - length));
        chunks[chunks.length - 1] = next.slice(width - length);
      } else if (line.length === 0) line.push(chunks.pop() ?? '');
    }
    if (isSpace(line.at(-1))) line.pop();
    if (line.length > 0) lines.push(line.join(''));
  }
  return lines;
}
