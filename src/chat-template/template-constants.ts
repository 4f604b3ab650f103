/** The names that stand for a constant in a template, in both of jinja2's spellings. */
export const TEMPLATE_CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);
