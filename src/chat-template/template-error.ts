/** The Python exception transformers would raise. `TemplateError` is also what our own limits raise. */
export type PythonErrorType =
  | 'TemplateError'
  | 'TemplateSyntaxError'
  | 'TemplateAssertionError'
  | 'TemplateRuntimeError'
  | 'FilterArgumentError'
  | 'UndefinedError'
  | 'SecurityError'
  | 'SyntaxError'
  | 'TypeError'
  | 'ValueError'
  | 'KeyError'
  | 'IndexError'
  | 'AttributeError'
  | 'AssertionError'
  | 'OverflowError'
  | 'ZeroDivisionError'
  | 'RecursionError'
  | 'RuntimeError';

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
