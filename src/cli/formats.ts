import type { Format } from '../render/render.ts';

/** The formats of a report, in the order of the help text. */
export const formats = ['terminal', 'json', 'html', 'markdown', 'sarif'] as const satisfies readonly Format[];
