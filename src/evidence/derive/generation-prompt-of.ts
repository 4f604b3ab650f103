import type { Evidence } from '../evidence.ts';

/** What the training folder's chat template opens an assistant turn with; undefined when no render could tell. */
export function generationPromptOf(templateProbes: Evidence['templateProbes']): string | undefined {
  if (templateProbes.state !== 'found') return undefined;
  const run = templateProbes.value.probes.find((probe) => probe.side === 'run');
  return run?.outcome.state === 'probed' ? run.outcome.probe.generationPrompt : undefined;
}
