import type { Expression } from './syntax-tree.ts';

/** Which branch of a condition is taken only with `add_generation_prompt`: `a and prompt` says `then`, `not prompt` says `otherwise`. */
export function mentionsPrompt(test: Expression): 'then' | 'otherwise' | undefined {
  switch (test.kind) {
    case 'name':
      return test.name === 'add_generation_prompt' ? 'then' : undefined;
    case 'and': {
      const sides = [mentionsPrompt(test.left), mentionsPrompt(test.right)];
      return sides.includes('then') ? 'then' : undefined;
    }
    case 'or': {
      const sides = [mentionsPrompt(test.left), mentionsPrompt(test.right)];
      return sides.includes('otherwise') ? 'otherwise' : undefined;
    }
    case 'not': {
      const inner = mentionsPrompt(test.value);
      if (inner === undefined) return undefined;
      return inner === 'then' ? 'otherwise' : 'then';
    }
    case 'compare': {
      const [only] = test.rest;
      if (test.rest.length !== 1 || only?.value.kind !== 'const' || test.first.kind !== 'name') return undefined;
      if (test.first.name !== 'add_generation_prompt' || typeof only.value.value !== 'boolean') return undefined;
      if (only.operator !== '==' && only.operator !== '!=') return undefined;
      return (only.operator === '==') === only.value.value ? 'then' : 'otherwise';
    }
    default:
      return undefined;
  }
}
