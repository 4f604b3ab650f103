import { equals } from './python-comparison.ts';
import { fail } from './python-fail.ts';
import { type Call, type LiveObject, PyFunction, PyTuple, Undefined, type Value } from './python-values.ts';

/** jinja2's `loop`. Looks ahead in what it walks only when asked for the last or next element. */
export class LoopContext implements LiveObject {
  readonly typeName = 'LoopContext';
  readonly depth0: number;
  readonly call: Call;
  private readonly recurse: ((items: Value, depth: number) => Value) | undefined;
  private items: readonly Value[] | undefined;
  private readonly iterator: Iterator<Value> | undefined;
  private ahead: IteratorResult<Value> | undefined;
  private index0 = -1;
  private current: Value | undefined;
  private before: Value | undefined;
  private changedTo: readonly Value[] | undefined;

  constructor(
    source: readonly Value[] | Iterator<Value>,
    depth0: number,
    recurse: ((items: Value, depth: number) => Value) | undefined,
  ) {
    if ('next' in source) this.iterator = source;
    else this.items = source;
    this.depth0 = depth0;
    this.recurse = recurse;
    this.call = ([items = null]) => {
      if (this.recurse === undefined)
        return fail('TypeError', "The loop must have the 'recursive' marker to be called recursively.");
      return this.recurse(items, this.depth0 + 1);
    };
  }

  private peek(): IteratorResult<Value> {
    if (this.items !== undefined) {
      const value = this.items[this.index0 + 1];
      return value === undefined ? { done: true, value: undefined } : { done: false, value };
    }
    this.ahead ??= this.iterator?.next() ?? { done: true, value: undefined };
    return this.ahead;
  }

  /** Moves on; undefined at the end. */
  next(): Value | undefined {
    const step = this.peek();
    this.ahead = undefined;
    if (step.done) return undefined;
    this.index0++;
    this.before = this.current;
    this.current = step.value;
    return step.value;
  }

  length(): number {
    if (this.items === undefined) {
      const rest: Value[] = [];
      for (let step = this.peek(); !step.done; step = this.iterator?.next() ?? { done: true, value: undefined })
        rest.push(step.value);
      // What was walked already is never read again, only counted.
      this.items = [...Array.from({ length: this.index0 + 1 }, () => null), ...rest];
    }
    return this.items.length;
  }

  private method(name: string): PyFunction {
    return new PyFunction(
      name,
      (args) => {
        if (name === 'cycle') {
          if (args.length === 0) fail('TypeError', 'no items for cycling given');
          return args[this.index0 % args.length] ?? null;
        }
        if (this.changedTo !== undefined && equals(new PyTuple(this.changedTo), new PyTuple(args))) return false;
        this.changedTo = args;
        return true;
      },
      { typeName: 'method' },
    );
  }

  attribute(name: string): Value | undefined {
    switch (name) {
      case 'index':
        return this.index0 + 1;
      case 'index0':
        return this.index0;
      case 'first':
        return this.index0 === 0;
      case 'last':
        return this.peek().done === true;
      case 'length':
        return this.length();
      case 'revindex':
        return this.length() - this.index0;
      case 'revindex0':
        return this.length() - this.index0 - 1;
      case 'depth':
        return this.depth0 + 1;
      case 'depth0':
        return this.depth0;
      case 'previtem':
        return this.index0 === 0 ? new Undefined('there is no previous item') : this.before;
      case 'nextitem': {
        const step = this.peek();
        return step.done ? new Undefined('there is no next item') : step.value;
      }
      case 'cycle':
      case 'changed':
        return this.method(name);
      default:
        return undefined;
    }
  }

  describe(): string {
    return `<LoopContext ${this.index0 + 1}/${this.length()}>`;
  }
}
