import { type Environment, Interpreter } from '@huggingface/jinja';
import { TemplateError } from './template-error.ts';

// A real render takes a few thousand steps per message; nested loops over range() could otherwise run for hours.
const MAX_STEPS = 1_000_000;
// About two million tokens, more than any context; doubling a variable in a loop would otherwise fill the memory.
const MAX_LENGTH = 8_000_000;

interface Evaluated {
  readonly value: unknown;
}

// A loop with an empty body takes no step of its own, but its list is evaluated each time the loop starts.
function itemsOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value instanceof Map ? value.size : 0;
}

/** The library's interpreter with limits on steps and on the length of every text it makes. Past them it throws TemplateError. */
export class BoundedInterpreter extends Interpreter {
  private steps = 0;

  override evaluate(
    statement: Parameters<Interpreter['evaluate']>[0],
    environment: Environment,
  ): ReturnType<Interpreter['evaluate']> {
    this.spend(1);
    const result = super.evaluate(statement, environment);
    const { value }: Evaluated = result;
    this.spend(itemsOf(value));
    if (typeof value === 'string' && value.length > MAX_LENGTH) {
      throw new TemplateError('TemplateError', `the template writes more than ${MAX_LENGTH} characters`);
    }
    return result;
  }

  private spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MAX_STEPS)
      throw new TemplateError('TemplateError', `the template takes more than ${MAX_STEPS} steps`);
  }
}
