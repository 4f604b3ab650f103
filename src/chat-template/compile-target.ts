import type { CompileContext } from './compile-context.ts';
import { compileExpression } from './compile-expression.ts';
import { fail } from './python-fail.ts';
import { Namespace, type Value } from './python-values.ts';
import type { Frame } from './render-frame.ts';
import type { Target } from './syntax-tree.ts';
import { unpack } from './unpack.ts';

export type Assign = (frame: Frame, value: Value) => void;

/** What puts a value into the variables of a target. Throws what jinja2 raises for a value that does not fit it. */
export function compileTarget(context: CompileContext, target: Target): Assign {
  switch (target.kind) {
    case 'store': {
      const index = context.scope.find(target.name)?.index ?? 0;
      return (frame, value) => {
        frame.slots[index] = value;
      };
    }
    case 'namespace': {
      const object = compileExpression(context, { kind: 'name', name: target.name, at: target.at });
      return (frame, value) => {
        const space = object(frame);
        frame.state.at = target.at;
        if (!(space instanceof Namespace))
          return fail('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
        space.attributes.setText(target.attribute, value);
      };
    }
    case 'unpack': {
      const assigns = target.targets.map((part) => compileTarget(context, part));
      return (frame, value) => {
        frame.state.at = target.at;
        const items = unpack(value, assigns.length);
        assigns.forEach((assign, index) => assign(frame, items[index] ?? null));
      };
    }
  }
}

/** The namespaces that a target assigns to. */
export function namespacesOf(target: Target): readonly string[] {
  if (target.kind === 'unpack') return target.targets.flatMap(namespacesOf);
  return target.kind === 'namespace' ? [target.name] : [];
}
