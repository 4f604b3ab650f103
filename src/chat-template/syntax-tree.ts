import type { BinaryOperator } from './python-operators.ts';
import type { Value } from './python-values.ts';

/** `at` is the offset in the normalised source. */
interface Placed {
  readonly at: number;
}

export interface CallArguments {
  readonly positional: readonly Expression[];
  readonly keywords: readonly { readonly name: string; readonly value: Expression }[];
  readonly spread: Expression | undefined;
  readonly keywordSpread: Expression | undefined;
}

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export interface NameExpression extends Placed {
  readonly kind: 'name';
  readonly name: string;
}

export interface CallExpression extends Placed {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: CallArguments;
}

export interface FilterExpression extends Placed {
  readonly kind: 'filter';
  readonly name: string;
  /** Absent in a filter block, whose value is the text of the block. */
  readonly value: Expression | undefined;
  readonly args: CallArguments;
}

export type Expression =
  | NameExpression
  | CallExpression
  | FilterExpression
  | (Placed & { readonly kind: 'const'; readonly value: Value })
  | (Placed & { readonly kind: 'tuple' | 'list'; readonly items: readonly Expression[] })
  | (Placed & {
      readonly kind: 'dict';
      readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
    })
  | (Placed & { readonly kind: 'attribute'; readonly object: Expression; readonly name: string })
  | (Placed & { readonly kind: 'item'; readonly object: Expression; readonly key: Expression })
  | (Placed & {
      readonly kind: 'slice';
      readonly object: Expression;
      readonly bounds: readonly (Expression | undefined)[];
    })
  | (Placed & {
      readonly kind: 'test';
      readonly name: string;
      readonly value: Expression;
      readonly args: CallArguments;
    })
  | (Placed & {
      readonly kind: 'condition';
      readonly test: Expression;
      readonly consequent: Expression;
      readonly otherwise: Expression | undefined;
    })
  | (Placed & { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression })
  | (Placed & { readonly kind: 'not' | 'negative' | 'positive'; readonly value: Expression })
  | (Placed & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Placed & { readonly kind: 'concat'; readonly items: readonly Expression[] })
  | (Placed & {
      readonly kind: 'compare';
      readonly first: Expression;
      readonly rest: readonly { readonly operator: CompareOperator; readonly value: Expression }[];
    });

export type Target =
  | (Placed & { readonly kind: 'store'; readonly name: string })
  | (Placed & { readonly kind: 'namespace'; readonly name: string; readonly attribute: string })
  | (Placed & { readonly kind: 'unpack'; readonly targets: readonly Target[] });

export interface Parameter extends Placed {
  readonly name: string;
  readonly fallback: Expression | undefined;
}

export type OutputPart =
  | { readonly kind: 'data'; readonly text: string; readonly at: number }
  | { readonly kind: 'print'; readonly value: Expression };

export type Body = readonly Statement[];

export interface IfBranch extends Placed {
  readonly test: Expression;
  readonly body: Body;
}

export interface ForStatement extends Placed {
  readonly kind: 'for';
  readonly target: Target;
  readonly iterable: Expression;
  readonly test: Expression | undefined;
  readonly recursive: boolean;
  readonly body: Body;
  readonly otherwise: Body;
}

export interface MacroStatement extends Placed {
  readonly kind: 'macro';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
}

export interface CallBlockStatement extends Placed {
  readonly kind: 'call-block';
  readonly call: CallExpression;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
}

export type Statement =
  | ForStatement
  | MacroStatement
  | CallBlockStatement
  | (Placed & { readonly kind: 'output'; readonly parts: readonly OutputPart[] })
  | (Placed & { readonly kind: 'if'; readonly branches: readonly IfBranch[]; readonly otherwise: Body })
  | (Placed & { readonly kind: 'set'; readonly target: Target; readonly value: Expression })
  | (Placed & {
      readonly kind: 'set-block';
      readonly target: Target;
      readonly filter: FilterExpression | undefined;
      readonly body: Body;
    })
  | (Placed & { readonly kind: 'generation'; readonly body: Body })
  | (Placed & { readonly kind: 'filter-block'; readonly filter: FilterExpression; readonly body: Body })
  | (Placed & {
      readonly kind: 'with';
      readonly targets: readonly Target[];
      readonly values: readonly Expression[];
      readonly body: Body;
    })
  | (Placed & { readonly kind: 'block'; readonly name: string; readonly body: Body })
  // No loader: reading another template raises when it is reached.
  | (Placed & { readonly kind: 'load'; readonly template: Expression; readonly stores: readonly string[] })
  | (Placed & { readonly kind: 'break' | 'continue' });
