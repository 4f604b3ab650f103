import type { Turn } from '../data-set.ts';
import type { Requests } from '../requests.ts';

// Where a pre-rendered `text` row turns from prompt to answer when nothing measured says so. Alpaca, Llama-2, Vicuna and ChatML spellings;
// only tried after the requests and the run's own generation prompt, because a name match is the weakest evidence.
const KNOWN_MARKERS = [
  '### Response:',
  '### Answer:',
  '### Output:',
  '[/INST]',
  'ASSISTANT:',
  '<|im_start|>assistant\n',
];
const MIN_SHARED_TAIL = 4;

export interface SplitRow {
  readonly turns: readonly Turn[];
  readonly located: 'request' | 'marker' | 'none';
}

export type TextSplitter = (text: string) => SplitRow;

/** Splits text rows into prompt and answer: by the prompts that were really sent, by what all of them end with, by known markers. */
export function textSplitter(requests: Requests | undefined, generationPrompt: string | undefined): TextSplitter {
  const prompts = (requests?.rows ?? []).flatMap((row) =>
    row.prompt === undefined || row.prompt === '' ? [] : [row.prompt],
  );
  const byHead = new Map<string, string[]>();
  for (const prompt of prompts) byHead.set(prompt.slice(0, 8), [...(byHead.get(prompt.slice(0, 8)) ?? []), prompt]);
  const tail = sharedTail(prompts);
  const markers = [tail, generationPrompt ?? '', ...KNOWN_MARKERS].filter((marker) => marker.trim() !== '');
  // A request may end before it opens the assistant's turn; that opening is never part of an answer.
  const opened = (text: string, at: number): number =>
    generationPrompt !== undefined && text.startsWith(generationPrompt, at)
      ? generationPrompt.length
      : openedByMarker(text, at);
  return (text) => {
    const prompt = byHead
      .get(text.slice(0, 8))
      ?.find((candidate) => text.startsWith(candidate) && text.length > candidate.length);
    if (prompt !== undefined)
      return { turns: split(text, prompt.length + opened(text, prompt.length)), located: 'request' };
    for (const marker of markers) {
      const at = text.lastIndexOf(marker);
      if (at < 0 || text.length <= at + marker.length) continue;
      // Several of them are several answers, or an example in the prompt: where the earlier ones end nothing says.
      if (text.indexOf(marker) !== at) return { turns: [], located: 'none' };
      return { turns: split(text, at + marker.length), located: 'marker' };
    }
    return { turns: [], located: 'none' };
  };
}

/** Length of a known marker, with the white space around it, that stands behind a request which has none itself. */
function openedByMarker(text: string, at: number): number {
  if (KNOWN_MARKERS.some((marker) => text.lastIndexOf(marker, at - marker.length) >= 0)) return 0;
  const [space] = /^\s*/.exec(text.slice(at)) ?? [''];
  const marker = KNOWN_MARKERS.find((known) => text.startsWith(known, at + space.length));
  if (marker === undefined) return 0;
  const [behind] = /^\s*/.exec(text.slice(at + space.length + marker.length)) ?? [''];
  return space.length + marker.length + behind.length;
}

function split(text: string, at: number): readonly Turn[] {
  return [
    { role: 'prompt', text: text.slice(0, at), answer: false, media: 0 },
    { role: 'completion', text: text.slice(at), answer: true, media: 0 },
  ];
}

/** The longest ending that all prompts share, cut back to where a line begins, so that shared user text is not taken for a marker. */
function sharedTail(prompts: readonly string[]): string {
  const [first, ...rest] = prompts;
  if (first === undefined || rest.length === 0) return '';
  let length = first.length;
  for (const prompt of rest) {
    let same = 0;
    while (same < Math.min(length, prompt.length) && first.at(-1 - same) === prompt.at(-1 - same)) same += 1;
    length = same;
  }
  const shared = first.slice(first.length - length);
  const lineStart = shared.indexOf('\n');
  const tail = lineStart >= 0 ? shared.slice(lineStart) : shared;
  return tail.trim().length >= MIN_SHARED_TAIL ? tail : '';
}
