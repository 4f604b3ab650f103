import type { AdapterReport } from '../../report/adapter-report.ts';

/** What all names begin with, up to a dot: it says nothing in a table. */
export function commonPrefix({ modules }: AdapterReport): string {
  const [first, ...rest] = modules.map(({ name }) => name);
  if (first === undefined || rest.length === 0) return '';
  let length = first.length;
  for (const name of rest) while (!name.startsWith(first.slice(0, length))) length--;
  return first.slice(0, first.lastIndexOf('.', length - 1) + 1);
}
