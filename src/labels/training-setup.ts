/** Which trainer prepared the data. Versions as in the model card or `pip list`: `1.13.0`, `5.18.0`. */
export interface TrainerVersion {
  readonly name: 'trl';
  readonly version: string;
  readonly transformers: string;
}

/**
 * How far a prediction can be relied on. `exact`: this release was run beside Lockstep and gave the same ids and labels.
 * `release-notes`: follows what the release's source and notes say, without having been run. `newer-release`: treated as the
 * newest release that is known.
 */
export type PredictionBasis = 'exact' | 'release-notes' | 'newer-release';

/**
 * Class of the Python exception that ends the trainer, or `CannotTell`: Python's own outcome is not determined by the input (or
 * not known to Lockstep), so any prediction would be a guess.
 */
export type FailureType =
  | 'ArrowInvalid'
  | 'ArrowNotImplementedError'
  | 'ArrowTypeError'
  | 'AssertionError'
  | 'AttributeError'
  | 'CannotTell'
  | 'FilterArgumentError'
  | 'IndexError'
  | 'JSONDecodeError'
  | 'KeyError'
  | 'NotImplementedError'
  | 'OverflowError'
  | 'RecursionError'
  | 'RuntimeError'
  | 'SecurityError'
  | 'StopIteration'
  | 'SyntaxError'
  | 'TemplateAssertionError'
  | 'TemplateError'
  | 'TemplateRuntimeError'
  | 'TemplateSyntaxError'
  | 'TypeError'
  | 'UndefinedError'
  | 'ValueError'
  | 'ZeroDivisionError';

/** The trainer stops here. The message says what is wrong, why it matters and what to do. */
export interface TrainerFailure {
  readonly type: FailureType;
  readonly message: string;
  /** Index of the row that raised, from 0; absent when the settings alone do. */
  readonly row?: number;
}
