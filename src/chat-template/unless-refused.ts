import { TemplateError } from './template-error.ts';

/**
 * What compiling or rendering gives; undefined where the template refuses the input (TemplateError). Anything else thrown is a bug and
 * goes on.
 */
export function unlessRefused<T>(render: () => T): T | undefined {
  try {
    return render();
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}
