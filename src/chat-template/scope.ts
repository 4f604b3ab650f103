import type { Body, Expression, Statement, Target } from './syntax-tree.ts';
import { childrenOf } from './syntax-walk.ts';

/** One activation of these variables exists per call of a macro or recursive loop, and one for the template. */
export interface FunctionScope {
  readonly parent: FunctionScope | undefined;
  size: number;
}

export interface Slot {
  readonly owner: FunctionScope;
  readonly index: number;
  readonly name: string;
  /** Never assigned: read from the render's variables directly. */
  fromContext: boolean;
}

export type Load =
  | { readonly kind: 'parameter' | 'undefined' | 'context' }
  | { readonly kind: 'alias'; readonly from: Slot };

/** The names of one block of the template: for-loops, macros and with-blocks open a new one, if does not. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly owner: FunctionScope;
  readonly refs = new Map<string, Slot>();
  readonly loads = new Map<Slot, Load>();
  readonly stores = new Set<string>();
  // Copies for the branches of an if share their slots, as equal names of one level do in jinja2.
  private readonly slots: Map<string, Slot>;

  constructor(parent: Scope | undefined, owner: FunctionScope, slots = new Map<string, Slot>()) {
    this.parent = parent;
    this.owner = owner;
    this.slots = slots;
  }

  find(name: string): Slot | undefined {
    return this.refs.get(name) ?? this.parent?.find(name);
  }

  private define(name: string, load: Load): Slot {
    let slot = this.slots.get(name);
    if (slot === undefined) {
      slot = { owner: this.owner, index: this.owner.size++, name, fromContext: false };
      this.slots.set(name, slot);
    }
    this.refs.set(name, slot);
    this.loads.set(slot, load);
    return slot;
  }

  declare(name: string): Slot {
    this.stores.add(name);
    return this.define(name, { kind: 'parameter' });
  }

  store(name: string): void {
    this.stores.add(name);
    if (this.refs.has(name)) return;
    const outer = this.parent?.find(name);
    this.define(name, outer === undefined ? { kind: 'undefined' } : { kind: 'alias', from: outer });
  }

  load(name: string): void {
    if (this.find(name) === undefined) this.define(name, { kind: 'context' });
  }

  branch(): Scope {
    const copy = new Scope(this.parent, this.owner, this.slots);
    for (const [name, slot] of this.refs) copy.refs.set(name, slot);
    for (const [slot, load] of this.loads) copy.loads.set(slot, load);
    for (const name of this.stores) copy.stores.add(name);
    return copy;
  }

  /** After the branches of an if: what only some of them assign keeps its outer value in the others. */
  merge(branches: readonly Scope[]): void {
    const stored = new Set(branches.flatMap(({ stores }) => [...stores]).filter((name) => !this.stores.has(name)));
    for (const branch of branches) {
      for (const [name, slot] of branch.refs) this.refs.set(name, slot);
      for (const [slot, load] of branch.loads) this.loads.set(slot, load);
      for (const name of branch.stores) this.stores.add(name);
    }
    for (const name of stored) {
      const slot = this.find(name);
      const outer = this.parent?.find(name);
      if (slot !== undefined)
        this.loads.set(slot, outer === undefined ? { kind: 'context' } : { kind: 'alias', from: outer });
    }
  }

  /** To be called when all names of the block are known. */
  seal(): void {
    for (const [slot, load] of this.loads) slot.fromContext = load.kind === 'context' && !this.stores.has(slot.name);
  }
}

/** Notes the names that an expression reads. */
export function visitExpression(scope: Scope, node: Expression): void {
  if (node.kind === 'name') scope.load(node.name);
  for (const child of childrenOf(node)) if (child !== undefined) visitExpression(scope, child);
}

/** Notes the names that are assigned to; a loop's or macro's own are parameters. */
export function visitTarget(scope: Scope, target: Target, asParameter = false): void {
  switch (target.kind) {
    case 'store':
      if (asParameter) scope.declare(target.name);
      else scope.store(target.name);
      return;
    case 'namespace':
      scope.load(target.name);
      return;
    case 'unpack':
      for (const part of target.targets) visitTarget(scope, part, asParameter);
  }
}

function visitIf(scope: Scope, node: Extract<Statement, { kind: 'if' }>): void {
  const [first, ...rest] = node.branches;
  if (first === undefined) return;
  visitExpression(scope, first.test);
  // In jinja2 each elif is a statement inside one common branch.
  const inBranch = (visit: (branch: Scope) => void): Scope => {
    const branch = scope.branch();
    visit(branch);
    return branch;
  };
  scope.merge([
    inBranch((branch) => visitBody(branch, first.body)),
    inBranch((branch) => {
      for (const part of rest) visitIf(branch, { ...node, branches: [part], otherwise: [] });
    }),
    inBranch((branch) => visitBody(branch, node.otherwise)),
  ]);
}

function visitStatement(scope: Scope, node: Statement): void {
  switch (node.kind) {
    case 'output':
      for (const part of node.parts) if (part.kind === 'print') visitExpression(scope, part.value);
      return;
    case 'if':
      visitIf(scope, node);
      return;
    case 'for':
      visitExpression(scope, node.iterable);
      return;
    case 'macro':
      scope.store(node.name);
      return;
    case 'set':
      visitExpression(scope, node.value);
      visitTarget(scope, node.target);
      return;
    case 'set-block':
      visitTarget(scope, node.target);
      return;
    case 'call-block':
      visitExpression(scope, node.call);
      return;
    case 'filter-block':
      visitExpression(scope, node.filter);
      return;
    case 'with':
      for (const value of node.values) visitExpression(scope, value);
      return;
    case 'load':
      visitExpression(scope, node.template);
      for (const name of node.stores) scope.store(name);
      return;
    case 'generation':
    case 'block':
    case 'break':
    case 'continue':
      return;
  }
}

/** Notes the names of the statements of a block, without those of the blocks inside. */
export function visitBody(scope: Scope, body: Body): void {
  for (const statement of body) visitStatement(scope, statement);
}
