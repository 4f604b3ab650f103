import { TemplateError } from './template-error.ts';

// A real render takes a few thousand steps per message; nested loops over range() could otherwise run for hours.
const MAX_STEPS = 5_000_000;
// About two million tokens, more than any context; doubling a variable in a loop would otherwise fill the memory.
const MAX_LENGTH = 8_000_000;
// Python stops near 1000 frames; the closures of one macro call take about as much of JavaScript's stack as five of those.
const MAX_DEPTH = 200;

let steps = 0;
let depth = 0;

/**
 * What one render may cost. Rendering is synchronous, so the counters belong to the render that runs; `start` begins one.
 * Past a limit every method throws TemplateError, whose message names the limit.
 */
export const renderBudget = {
  start(): void {
    steps = 0;
    depth = 0;
  },
  /** One step is a loop iteration, a call, or an element of a value that is built. */
  spend(count: number): void {
    steps += count;
    if (steps > MAX_STEPS) throw new TemplateError('TemplateError', `the template takes more than ${MAX_STEPS} steps`);
  },
  /** For a text (UTF-16 units) or a list about to be made. */
  allow(length: number): void {
    if (length > MAX_LENGTH)
      throw new TemplateError(
        'TemplateError',
        `the template makes a value longer than ${MAX_LENGTH} characters or items`,
      );
  },
  enter(): void {
    depth++;
    if (depth > MAX_DEPTH)
      throw new TemplateError('RecursionError', `the template calls itself more than ${MAX_DEPTH} levels deep`);
  },
  leave(): void {
    depth--;
  },
};
