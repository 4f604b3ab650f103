/** The Python exception transformers would raise. */
export type PythonErrorType =
  | 'TemplateError'
  | 'TemplateSyntaxError'
  | 'UndefinedError'
  | 'TypeError'
  | 'ValueError'
  | 'SecurityError';

export interface TemplatePosition {
  /** From 1, where known. */
  readonly line?: number;
  readonly column?: number;
}

/** A chat template that cannot be compiled or refuses to render. `message` is the template's own when it called raise_exception. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly pythonType: PythonErrorType;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(pythonType: PythonErrorType, message: string, position: TemplatePosition = {}) {
    super(message);
    this.pythonType = pythonType;
    this.line = position.line;
    this.column = position.column;
  }
}
