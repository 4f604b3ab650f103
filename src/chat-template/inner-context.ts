import type { CompileContext } from './compile-context.ts';
import { type FunctionScope, Scope } from './scope.ts';

/** The context of a block with variables of its own. */
export function innerContext(context: CompileContext, owner: FunctionScope = context.owner): CompileContext {
  return { ...context, scope: new Scope(context.scope, owner), owner, soft: false };
}
