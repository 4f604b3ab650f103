import { type PythonErrorType, TemplateError } from './template-error.ts';

export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** Line and column, from 1, of offsets in the normalised source. */
export interface SourceMap {
  readonly source: string;
  at(offset: number): SourcePosition;
  error(type: PythonErrorType, message: string, offset: number): TemplateError;
}

/** The positions of a source whose newlines are normalised. */
export function sourceMap(source: string): SourceMap {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  const at = (offset: number): SourcePosition => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return { source, at, error: (type, message, offset) => new TemplateError(type, message, at(offset)) };
}
