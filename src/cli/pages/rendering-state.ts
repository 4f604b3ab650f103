import type { RowRendering } from '../../render-run.ts';

export type RenderingState = 'EQUAL' | 'DIFFERENT' | 'UNKNOWN';

/** Whether what is asked and what was sent are how the training text begins. A request that is not there leaves nothing open. */
export function renderingState({ begins, sent }: RowRendering): RenderingState {
  const parts = [begins.prompt, begins.sent];
  if (parts.some((part) => part !== undefined && part.equal < part.of)) return 'DIFFERENT';
  if (begins.prompt === undefined || (sent?.state === 'refused' && begins.sent === undefined)) return 'UNKNOWN';
  return 'EQUAL';
}
