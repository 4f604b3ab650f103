import type { Undefined } from './python-values.ts';
import { type PythonErrorType, TemplateError } from './template-error.ts';

/** Raises what Python would raise; the position is added where the template is run. */
export function fail(type: PythonErrorType, message: string): never {
  throw new TemplateError(type, message);
}

/** Raises what using an undefined value raises. */
export function failUndefined(value: Undefined): never {
  throw new TemplateError(value.exception, value.message);
}
