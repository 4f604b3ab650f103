import type { Evidence } from '../evidence/evidence.ts';
import type { PromptPair } from '../evidence/prompt-comparison.ts';
import { alignTexts } from '../lib/align-texts.ts';
import type { ReportDifference } from './report.ts';

/** Kinds of difference that are shown; each with the pair that shows it best. */
const SHOWN = 4;
/** Characters of equal text kept beside a difference. */
const CONTEXT = 80;

/** Training prefix and request side by side, one for each way in which requests differ. */
export function reportDifferences({ promptComparison }: Evidence): ReportDifference[] {
  if (promptComparison.state !== 'found') return [];
  const { pairs, compared } = promptComparison.value;
  const clusters = new Map<string, PromptPair[]>();
  for (const pair of pairs) {
    if (pair.kinds.length === 0) continue;
    const key = pair.kinds.join(', ');
    clusters.set(key, [...(clusters.get(key) ?? []), pair]);
  }
  const byCount = [...clusters].sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0]));
  return byCount.slice(0, SHOWN).flatMap(([kinds, members]) => {
    const pair = members.find((member) => member.basis === 'same-example') ?? members[0];
    if (pair === undefined) return [];
    return [
      {
        title: `Differs in: ${kinds}`,
        request: pair.requestId,
        row: pair.capturedRow,
        basis: pair.basis,
        requests: members.length,
        compared,
        parts: partsOf(pair),
      },
    ];
  });
}

function partsOf({ training, request }: PromptPair): ReportDifference['parts'] {
  const parts = alignTexts(training.text, request.text);
  return parts.flatMap((part, i): ReportDifference['parts'] => {
    switch (part.kind) {
      case 'same':
        return folded(part.text, i === 0, i === parts.length - 1);
      case 'first-only':
        return [{ kind: 'training-only', text: part.text }];
      case 'second-only':
        return [{ kind: 'request-only', text: part.text }];
    }
  });
}

/** Keeps what stands next to a difference and folds the rest of an equal stretch. */
function folded(text: string, isFirst: boolean, isLast: boolean): ReportDifference['parts'] {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  if (text.length <= head + tail + CONTEXT) return [{ kind: 'same', text, folded: 0 }];
  const left = text.length - head - tail;
  const rest = { kind: 'same' as const, text: text.slice(head + left), folded: left };
  return head > 0 ? [{ kind: 'same', text: text.slice(0, head), folded: 0 }, rest] : [rest];
}
