import type { Places } from './layout.ts';

/** What the caller says of the task, over what lockstep.yaml says unless that is another kind of task. */
export function withTask(yaml: Places['yaml'], given: Readonly<Record<string, unknown>> | undefined): Places['yaml'] {
  if (given === undefined || Object.keys(given).length === 0) return yaml;
  const known = yaml?.task;
  const isSameKind =
    typeof known === 'object' && known !== null && (!('kind' in given && 'kind' in known) || given.kind === known.kind);
  const task = isSameKind ? { ...known, ...given } : given;
  const { taskLine: _, ...rest } = yaml ?? { path: 'the options', paths: new Map(), damage: [] };
  return { ...rest, path: 'the options', task };
}
