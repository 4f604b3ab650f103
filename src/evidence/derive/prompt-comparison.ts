import type { Turn } from '../data-set.ts';
import type { GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { PromptComparison, PromptPair, PromptSide } from '../prompt-comparison.ts';
import type { InferenceRequest } from '../requests.ts';
import type { RunTokenizer } from '../run-tokenizer.ts';
import type { TrainedRow, TrainedRows } from '../trained-rows.ts';
import { classifyPromptDifference, type MarkerTexts } from './classify-prompt-difference.ts';
import { locateTurns } from './locate-turns.ts';
import { rowMatcher } from './match-rows.ts';
import { mediaTokenIds } from './media-token-ids.ts';

/** Requests that are compared; an even spread of a longer file. */
const MAX_REQUESTS = 400;

/** Compares each request with the training row of the same example, or else with the shape that all training rows share. */
export function derivePromptComparison(
  gathered: GatheredEvidence,
  trainedRows: Gathered<TrainedRows>,
): Gathered<PromptComparison> {
  const { requests, tokenizer } = gathered;
  if (requests.state !== 'found') return requests;
  if (trainedRows.state !== 'found') return trainedRows;
  if (tokenizer.state !== 'found') return tokenizer;
  const prefixes = trainedRows.value.rows.flatMap((row) => trainingPrefix(row));
  if (prefixes.length === 0) return absent('captured row whose answer could be located');
  const tools = {
    prefixes,
    user: userTextFinder(gathered),
    tokenizer: tokenizer.value,
    markers: markersOf(tokenizer.value),
  };
  const step = Math.max(1, Math.ceil(requests.value.rows.length / MAX_REQUESTS));
  const chosen = requests.value.rows.filter((_, i) => i % step === 0);
  const pairs = chosen.map((request) => pairFor(request, tools)).filter((pair) => pair !== undefined);
  return found(
    { path: requests.value.path, pairs, compared: pairs.length, unmatched: chosen.length - pairs.length },
    `${requests.value.path} and ${trainedRows.value.path}`,
  );
}

/** A captured row up to its last answer. */
interface Prefix {
  readonly row: TrainedRow;
  readonly side: PromptSide;
  /** Range of the user's text, when the data row says which text that is. */
  readonly user?: readonly [number, number];
}

interface Tools {
  readonly prefixes: readonly Prefix[];
  readonly user: (request: InferenceRequest, side: PromptSide) => string | undefined;
  readonly tokenizer: RunTokenizer;
  readonly markers: MarkerTexts;
}

function trainingPrefix(row: TrainedRow): readonly Prefix[] {
  const answer = row.answers.findLast((candidate) => candidate.state === 'whole' || candidate.end > candidate.start);
  if (answer === undefined) return [];
  const ids = Array.from(row.captured.ids.subarray(0, answer.start));
  const pieces = row.offsets.slice(0, answer.start).map(([start, end]) => row.text.slice(start, end));
  const side = { text: row.text.slice(0, answer.at), ids, pieces };
  return [row.located === 'turns' && row.userSpan !== undefined ? { row, side, user: row.userSpan } : { row, side }];
}

function pairFor(request: InferenceRequest, tools: Tools): PromptPair | undefined {
  const side = requestSide(request, tools.tokenizer);
  if (side === undefined) return undefined;
  const user = tools.user(request, side);
  const same = tools.prefixes.find((prefix) => isSameExample(prefix, side, user));
  if (same !== undefined) return pair(request, { prefix: same, training: same.side, request: side }, tools);
  return sameShapePair(request, side, user, tools);
}

function isSameExample(prefix: Prefix, side: PromptSide, user: string | undefined): boolean {
  if (prefix.side.text === side.text) return true;
  if (user === undefined || user === '') return false;
  if (prefix.user === undefined) return prefix.side.text.includes(user);
  return prefix.row.text.slice(...prefix.user) === user;
}

/** Another example's training row, with this request's own user text put in: everything around it must be the same. */
function sameShapePair(
  request: InferenceRequest,
  side: PromptSide,
  user: string | undefined,
  tools: Tools,
): PromptPair | undefined {
  if (user === undefined || (request.turns ?? []).some((turn) => turn.answer)) return undefined;
  let first: PromptPair | undefined;
  for (const prefix of tools.prefixes) {
    if (prefix.user === undefined || prefix.row.answers.length > 1) continue;
    const [start, end] = prefix.user;
    const text = prefix.side.text.slice(0, start) + user + prefix.side.text.slice(end);
    if (first !== undefined && text !== side.text) continue;
    const candidate = pair(request, { prefix, training: { text, ids: [], pieces: [text] }, request: side }, tools);
    if (candidate.kinds.length === 0) return candidate;
    first ??= candidate;
  }
  return first;
}

interface Sides {
  readonly prefix: Prefix;
  readonly training: PromptSide;
  readonly request: PromptSide;
}

function pair(request: InferenceRequest, { prefix, training, request: side }: Sides, tools: Tools): PromptPair {
  const isSame = training === prefix.side;
  const kinds = classifyPromptDifference(training.text, side.text, tools.markers);
  const idsDiffer = isSame && kinds.length === 0 && side.ids.length > 0 && !startsWithIds(prefix, side.ids);
  const at = firstDifference(training.text, side.text);
  return {
    requestId: request.id,
    requestLine: request.line,
    capturedRow: prefix.row.captured.index,
    basis: isSame ? 'same-example' : 'same-shape',
    kinds: idsDiffer ? ['tokens'] : kinds,
    training,
    request: side,
    ...(at === undefined ? {} : { firstDifference: at }),
  };
}

function startsWithIds(prefix: Prefix, ids: readonly number[]): boolean {
  return ids.every((id, i) => prefix.row.captured.ids[i] === id);
}

function firstDifference(a: string, b: string): number | undefined {
  if (a === b) return undefined;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function requestSide(request: InferenceRequest, { tokenizer }: RunTokenizer): PromptSide | undefined {
  if (request.promptIds !== undefined && request.promptIds.length > 0) {
    const ids = Array.from(request.promptIds);
    const { text, offsets } = tokenizer.pieces(ids);
    return { text, ids, pieces: offsets.map(([start, end]) => text.slice(start, end)) };
  }
  if (request.prompt === undefined || request.prompt === '') return undefined;
  return { text: request.prompt, ids: [], pieces: [request.prompt] };
}

/** The user's own words in a request: from its messages, or from the data row that it is a rendering of. */
function userTextFinder(gathered: GatheredEvidence): Tools['user'] {
  const { trainData, evalData } = gathered;
  const rows = [trainData, evalData].flatMap((data) => (data.state === 'found' ? data.value.rows : []));
  let match: ReturnType<typeof rowMatcher> | undefined;
  return (request, side) => {
    const own = lastUserText(request.turns ?? []);
    if (own !== undefined && (side.text.includes(own) || side.text.includes(own.trim()))) {
      return side.text.includes(own) ? own : own.trim();
    }
    match ??= rowMatcher(rows);
    for (const row of match(side.text)) {
      const rendered = { text: side.text, masked: side.text, atLimit: false };
      const prompts = row.turns.filter((turn) => !turn.answer);
      const user = locateTurns(prompts, rendered).findLast(
        (span) => span.state === 'whole' && span.turn.role !== 'system',
      );
      if (user !== undefined) return side.text.slice(user.start, user.end);
    }
    return undefined;
  };
}

function lastUserText(turns: readonly Turn[]): string | undefined {
  return turns.findLast((turn) => !turn.answer && turn.role !== 'system')?.text;
}

function markersOf({ tokenizer, specialTokens }: RunTokenizer): MarkerTexts {
  const media = mediaTokenIds(tokenizer);
  const texts = (keep: (id: number) => boolean) =>
    tokenizer.addedTokens.filter((token) => keep(token.id)).map((token) => token.content);
  return {
    bos: specialTokens.bos_token,
    media: texts((id) => media.has(id)),
    special: texts((id) => tokenizer.specialIds.has(id)),
  };
}
