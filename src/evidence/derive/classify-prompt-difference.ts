import type { PromptDifferenceKind } from '../prompt-comparison.ts';
import { longestCommonRun } from './longest-common-run.ts';

/** Special tokens by what they are for; texts as they appear in a rendered prompt. */
export interface MarkerTexts {
  readonly bos: string | undefined;
  readonly media: readonly string[];
  readonly special: readonly string[];
}

// Reasoning marks of the Qwen, DeepSeek, Mistral, Kimi and Granite families.
const THINKING = /<\/?(?:think|thinking|thought|reasoning)>|\[\/?THINK\]|◁\/?think▷/;
const THINKING_BLOCK =
  /(?:<(think|thinking|thought|reasoning)>|\[THINK\]|◁think▷)[\s\S]*?(?:<\/\1>|\[\/THINK\]|◁\/think▷|$)\s*/g;
const DATE = /^[\s\w:,-]*\d{1,4}[\s/.-](?:\d{1,2}|[A-Za-z]{3,9})[\s/.-]\d{1,4}[\s\w:,-]*$/;

/**
 * Says in which ways a request differs from the training row up to its answer. Both texts show special tokens. The texts are split
 * around the longest run they share, usually the user's own words: what differs before it is the head (BOS, system prompt, role
 * markers), what differs after it is the tail (generation prompt, thinking block, role markers).
 *
 * Weakness: a system prompt rewritten together with plain-text role markers cannot be told from another template; it is called the latter.
 */
export function classifyPromptDifference(
  training: string,
  request: string,
  markers: MarkerTexts,
): readonly PromptDifferenceKind[] {
  if (training === request) return [];
  const kinds: PromptDifferenceKind[] = [];
  const [trainingBos, trainingBody] = leading(training, markers.bos);
  const [requestBos, requestBody] = leading(request, markers.bos);
  if (trainingBos !== requestBos) kinds.push('bos');
  if (trainingBody === requestBody) return kinds;
  if (withoutMedia(trainingBody, markers) === withoutMedia(requestBody, markers)) return [...kinds, 'media'];
  return [...kinds, ...bodyKinds(trainingBody, requestBody, markers)];
}

function bodyKinds(training: string, request: string, markers: MarkerTexts): readonly PromptDifferenceKind[] {
  if (training.startsWith(request)) return [tailKind(training.slice(request.length), '', markers)];
  if (request.startsWith(training)) return [tailKind('', request.slice(training.length), markers)];
  const run = longestCommonRun(training, request);
  if (run.length === 0) return ['role-markers'];
  const tail = tailDifference(training.slice(run.a + run.length), request.slice(run.b + run.length), markers);
  if (tail === 'role-markers') return [tail];
  const head = headDifference(training.slice(0, run.a), request.slice(0, run.b), markers);
  if (head === 'role-markers') return [head];
  return [head, tail].filter((kind) => kind !== undefined);
}

function tailDifference(training: string, request: string, markers: MarkerTexts): PromptDifferenceKind | undefined {
  if (training === request) return undefined;
  const shared = commonEnd(training, request);
  const a = training.slice(0, training.length - shared);
  const b = request.slice(0, request.length - shared);
  const isInside = training.slice(training.length - shared).trim() !== '';
  if (isInside && specialsIn(a + b, markers) === '') {
    return (a + b).trim() === '' ? 'white-space' : THINKING.test(a + b) ? 'think-block' : 'content';
  }
  return tailKind(training, request, markers);
}

function tailKind(training: string, request: string, markers: MarkerTexts): PromptDifferenceKind {
  if ((training + request).trim() === '') return 'white-space';
  if (THINKING.test(training) !== THINKING.test(request) || THINKING.test(training)) {
    if (withoutThinking(training) === withoutThinking(request)) return 'think-block';
  }
  if (training.trim() === request.trim()) return 'white-space';
  // What the request lacks at its end is the opening of the assistant's turn, whatever else differs in white space.
  if (training.startsWith(request.trimEnd()) && training.trim() !== request.trim()) return 'generation-prompt';
  return specialsIn(training, markers) === specialsIn(request, markers) && specialsIn(training, markers) !== ''
    ? 'content'
    : 'role-markers';
}

function headDifference(training: string, request: string, markers: MarkerTexts): PromptDifferenceKind | undefined {
  if (training === request) return undefined;
  const shared = commonStart(training, request);
  const a = training.slice(shared);
  const b = request.slice(shared);
  if ((a + b).trim() === '') return 'white-space';
  if (DATE.test(a) && DATE.test(b)) return 'date';
  const [specialA, specialB] = [specialsIn(a, markers), specialsIn(b, markers)];
  if (specialA === specialB) return 'system-prompt';
  // A whole turn on one side only, in the same markers, is a system turn that the other side does not have.
  if (a.trim() === '' || b.trim() === '') return 'system-prompt';
  return 'role-markers';
}

function leading(text: string, bos: string | undefined): readonly [count: number, rest: string] {
  if (bos === undefined || bos === '') return [0, text];
  let count = 0;
  while (text.startsWith(bos, count * bos.length)) count += 1;
  return [count, text.slice(count * bos.length)];
}

/** Without media tokens and the line breaks beside them: what is left is equal when only the media block moved. */
function withoutMedia(text: string, { media }: MarkerTexts): string {
  if (!media.some((token) => text.includes(token))) return text;
  let rest = text;
  for (const token of media) rest = rest.split(token).join('\uE000');
  return rest.replace(/\s*\uE000[\s\uE000]*/g, '').replace(/\n+(?=\S)/g, '\n');
}

function withoutThinking(text: string): string {
  return text.replace(THINKING_BLOCK, '').trimEnd();
}

/** The special tokens of a text, in order, as one string. */
function specialsIn(text: string, { special }: MarkerTexts): string {
  const present = special.filter((token) => token !== '' && text.includes(token));
  const hits = present.flatMap((token) => {
    const places: { at: number; token: string }[] = [];
    for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + token.length)) places.push({ at, token });
    return places;
  });
  return hits
    .sort((x, y) => x.at - y.at)
    .map((hit) => hit.token)
    .join('');
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1;
  return length;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}
