import type { PromptDifferenceKind } from '../prompt-comparison.ts';
import { DATE } from './date-pattern.ts';
import { longestCommonRun } from './longest-common-run.ts';
import { onePlaceholder } from './one-placeholder.ts';

/** Special tokens by what they are for; texts as they appear in a rendered prompt. */
export interface MarkerTexts {
  readonly bos: string | undefined;
  readonly eos?: string | undefined;
  readonly media: readonly string[];
  readonly special: readonly string[];
  /** The user's own words, where they are known: what stands before them is not the user's turn. */
  readonly user?: string | undefined;
  /** The system prompts of both sides, where messages or data name them: other text right before the user's words is no system prompt. */
  readonly system?: readonly string[];
}

// Reasoning marks of the Qwen, DeepSeek, Mistral, Kimi and Granite families.
const THINKING = /<\/?(?:think|thinking|thought|reasoning)>|\[\/?THINK\]|◁\/?think▷/;
const THINKING_BLOCK =
  /(?:<(think|thinking|thought|reasoning)>|\[THINK\]|◁think▷)[\s\S]*?(?:<\/\1>|\[\/THINK\]|◁\/think▷|$)\s*/g;
/** The end of a block whose beginning both sides share. */
const THINKING_END = /^\s*(?:<\/(?:think|thinking|thought|reasoning)>|\[\/THINK\]|◁\/think▷)\s*/;
/** Stands for any media token: a private-use character that no template writes. */
const MEDIA = '\uE000';
/**
 * Says in which ways a request differs from the training row up to its answer. Both texts show special tokens. The texts are split around
 * the user's own words, or, where these are unknown, around the longest run they share: what differs before it is the head (BOS, system
 * prompt, role markers), what differs after it is the tail (generation prompt, thinking block, role markers).
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
  const bos = markers.bos ?? repeatedFirst(training, request, markers);
  const [trainingBos, trainingBody] = leading(onePlaceholder(training, markers.media), bos);
  const [requestBos, requestBody] = leading(onePlaceholder(request, markers.media), bos);
  if (trainingBos !== requestBos) kinds.push('bos');
  if (trainingBody === requestBody) return kinds;
  if (isMediaOnly(trainingBody, requestBody, markers)) return [...kinds, 'media'];
  const [a, b] = [undated(trainingBody, markers), undated(requestBody, markers)];
  if (a.dates.length === b.dates.length && a.dates.join() !== b.dates.join()) {
    kinds.push('date');
    return a.text === b.text ? kinds : [...kinds, ...bodyKinds(a.text, b.text, markers)];
  }
  return [...kinds, ...bodyKinds(trainingBody, requestBody, markers)];
}

/** The dates before the user's words, and the text without them: a date that the user writes is content. */
function undated(text: string, { user }: MarkerTexts): { readonly text: string; readonly dates: readonly string[] } {
  const at = user === undefined || user === '' ? -1 : text.lastIndexOf(user);
  const head = at < 0 ? text : text.slice(0, at);
  return { text: head.replace(DATE, '') + text.slice(head.length), dates: head.match(DATE) ?? [] };
}

/** A special token of which one side has more at its beginning, all else equal: a BOS that no configuration names. */
function repeatedFirst(training: string, request: string, { special }: MarkerTexts): string | undefined {
  return special.find((token) => token !== '' && leading(training, token)[1] === leading(request, token)[1]);
}

function bodyKinds(training: string, request: string, markers: MarkerTexts): readonly PromptDifferenceKind[] {
  if (training.startsWith(request)) return [tailKind(training.slice(request.length), '', markers)];
  if (request.startsWith(training)) return [tailKind('', request.slice(training.length), markers)];
  if (training.startsWith(withoutEnd(request, markers))) return ['generation-prompt'];
  const run = longestCommonRun(training, request, markers.user);
  if (run.length === 0) return ['role-markers'];
  const tail = tailDifference(training.slice(run.a + run.length), request.slice(run.b + run.length), markers);
  if (tail === 'role-markers') return [tail];
  const head = headDifference(training.slice(0, run.a), request.slice(0, run.b), markers);
  if (head === 'role-markers') return [head];
  const known = head === 'system-prompt' && isBehindSystem(training, request, markers) ? 'content' : head;
  return [...new Set([known, tail].filter((kind) => kind !== undefined))];
}

/** The Phi templates end the conversation with EOS where no generation prompt is asked for. */
function withoutEnd(request: string, { eos = '' }: MarkerTexts): string {
  const text = request.trimEnd();
  return eos !== '' && text.endsWith(eos) ? text.slice(0, -eos.length) : request;
}

function tailDifference(training: string, request: string, markers: MarkerTexts): PromptDifferenceKind | undefined {
  if (training === request) return undefined;
  const shared = commonEnd(training, request);
  const a = training.slice(0, training.length - shared);
  const b = request.slice(0, request.length - shared);
  // `Response:` and `ASSISTANT:` share a colon and are two markers all the same.
  const isInside = /[\p{L}\p{N}>\]]{2}/u.test(training.slice(training.length - shared));
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
  const [specialA, specialB] = [specialsIn(a, markers), specialsIn(b, markers)];
  if (specialA === '' && specialB === '' && isBesideUser(training.slice(0, shared), [a, b], markers)) return 'content';
  // A difference behind a turn that both share, up to the user's words, wraps these words; a system prompt stands in the first turn.
  if (specialA === '' && specialB === '' && isLaterTurn(training.slice(0, shared), markers)) return 'content';
  if (specialA === specialB) return 'system-prompt';
  // A whole turn on one side only, in the same markers, is a system turn that the other side does not have.
  if (a.trim() === '' || b.trim() === '') return 'system-prompt';
  // The markers of one side are those of the other with a turn left out: the same format, and the turn's text stands elsewhere or nowhere.
  const [allA, allB] = [specialsIn(training, markers), specialsIn(request, markers)];
  if (allA !== '' && allB !== '' && (allA.endsWith(allB) || allB.endsWith(allA))) return 'system-prompt';
  return 'role-markers';
}

/**
 * Whether both sides have said their system prompts, and ended that turn, before they part: then earlier turns differ (a history that is
 * not sent).
 */
function isBehindSystem(training: string, request: string, { system = [], special }: MarkerTexts): boolean {
  const before = training.slice(0, commonStart(training, request));
  const texts = system.map((text) => text.trim()).filter((text) => text !== '');
  const isEnded = (rest: string) => special.some((token) => token !== '' && rest.includes(token));
  return texts.length > 0 && texts.every((text) => before.includes(text) && isEnded(before.split(text).at(-1) ?? ''));
}

/**
 * Whether a difference stands in the user's own turn: behind its header, and made of nobody's system prompt (Gemma writes that there too).
 */
function isBesideUser(before: string, parts: readonly string[], { system = [], special, user }: MarkerTexts): boolean {
  const texts = system.map((text) => text.trim()).filter((text) => text !== '');
  const marker = Math.max(...special.map((token) => (token === '' ? -1 : before.lastIndexOf(token))), -1);
  if (user === undefined || marker < 0 || texts.length === 0) return false;
  const turn = before.slice(marker);
  if (texts.some((text) => before.slice(0, marker).includes(text) && !turn.includes(text))) return true;
  const words = [turn.replace(/^\S+\s*/, ''), ...parts].map((part) => part.trim()).filter((part) => part !== '');
  return !texts.some((text) => words.some((word) => word.includes(text) || text.includes(word)));
}

/** Whether a text ends inside the second turn or a later one: the marker that opened this turn has opened another before. */
function isLaterTurn(text: string, { special }: MarkerTexts): boolean {
  const openers = special.filter((token) => token !== '' && text.includes(token));
  const [opener] = openers.sort((a, b) => text.lastIndexOf(b) - text.lastIndexOf(a));
  return opener !== undefined && text.indexOf(opener) < text.lastIndexOf(opener);
}

function leading(text: string, bos: string | undefined): readonly [count: number, rest: string] {
  if (bos === undefined || bos === '') return [0, text];
  let count = 0;
  while (text.startsWith(bos, count * bos.length)) count += 1;
  return [count, text.slice(count * bos.length)];
}

/** Whether the texts are equal but for where media tokens stand and for the white space around them. */
function isMediaOnly(training: string, request: string, { media }: MarkerTexts): boolean {
  const marked = [training, request].map((text) =>
    media.filter((token) => token !== '').reduce((rest, token) => rest.replaceAll(token, MEDIA), text),
  );
  if (!marked.some((text) => text.includes(MEDIA))) return false;
  const [without, placed, tight] = [/[\s\uE000]+/g, /\s+/g, /\s*\uE000+\s*/g];
  const differs = (pattern: RegExp, by: string) => marked[0]?.replace(pattern, by) !== marked[1]?.replace(pattern, by);
  if (differs(without, '')) return false;
  // The same words: either a media token moved among them, or white space changed and nowhere but beside one.
  return differs(placed, '') || !differs(tight, MEDIA);
}

function withoutThinking(text: string): string {
  return text.replace(THINKING_END, '').replace(THINKING_BLOCK, '').trimEnd();
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
