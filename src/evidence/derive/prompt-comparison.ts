import type { Turn } from '../data-set.ts';
import type { GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { PromptComparison, PromptPair, PromptSide } from '../prompt-comparison.ts';
import type { InferenceRequest } from '../requests.ts';
import type { RunTokenizer } from '../run-tokenizer.ts';
import type { TrainedRow, TrainedRows } from '../trained-rows.ts';
import { addsBos } from './adds-bos.ts';
import { classifyPromptDifference, type MarkerTexts } from './classify-prompt-difference.ts';
import { locateTurns } from './locate-turns.ts';
import { markerTexts } from './marker-texts.ts';
import { rowMatcher } from './match-rows.ts';
import { sharedPreamble } from './shared-preamble.ts';

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
  const preambles = preamblesOf(gathered);
  const prefixes = trainedRows.value.rows.flatMap((row) => trainingPrefix(row, preambles));
  if (prefixes.length === 0) return absent('captured row whose answer could be located');
  const tools = {
    prefixes,
    user: userTextFinder(gathered, preambles),
    systems: systemsFinder(gathered, preambles),
    tokenizer: tokenizer.value,
    markers: markerTexts(tokenizer.value),
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
  readonly systems: (request: InferenceRequest, prefix: Prefix) => readonly string[];
  readonly tokenizer: RunTokenizer;
  readonly markers: MarkerTexts;
}

/** What all user turns of one side begin with. It is compared like a system prompt and not like the user's own words. */
interface Preambles {
  readonly training: string;
  readonly request: string;
}

function preamblesOf({ trainData, requests }: GatheredEvidence): Preambles {
  const rows = trainData.state === 'found' ? trainData.value.rows : [];
  const asked = requests.state === 'found' ? requests.value.rows : [];
  const users = (turns: readonly Turn[]) => lastUserText(turns.filter((turn) => turn.role !== 'prompt')) ?? [];
  return {
    training: sharedPreamble(rows.flatMap((row) => users(row.turns))),
    request: sharedPreamble(asked.flatMap((row) => users(row.turns ?? []))),
  };
}

function withoutPreamble(text: string, { training, request }: Preambles): string {
  const own = [training, request].find((preamble) => preamble !== '' && text.startsWith(preamble));
  return own === undefined ? text : text.slice(own.length);
}

function trainingPrefix(row: TrainedRow, preambles: Preambles): readonly Prefix[] {
  const answer = row.answers.findLast((candidate) => candidate.state === 'whole' || candidate.end > candidate.start);
  if (answer === undefined) return [];
  const ids = Array.from(row.captured.ids.subarray(0, answer.start));
  const pieces = row.offsets.slice(0, answer.start).map(([start, end]) => row.text.slice(start, end));
  const side = { text: row.text.slice(0, answer.at), ids, pieces };
  if (row.located !== 'turns' || row.userSpan === undefined) return [{ row, side }];
  const [start, end] = row.userSpan;
  const words = withoutPreamble(row.text.slice(start, end), preambles);
  return [{ row, side, user: [end - words.length, end] }];
}

function pairFor(request: InferenceRequest, tools: Tools): PromptPair | undefined {
  const side = requestSide(request, tools);
  if (side === undefined) return undefined;
  const equal = tools.prefixes.find((prefix) => prefix.side.text === side.text);
  const user = tools.user(request, side);
  const same = equal ?? sameExample(request, user, tools);
  if (same === 'several') return undefined;
  if (same !== undefined) return pair(request, { prefix: same, training: same.side, request: side, user }, tools);
  return sameShapePair(request, { side, user }, tools);
}

/**
 * The training row of the request's example. Where rows put one question to different contexts (a document in the system prompt, an earlier
 * turn), the question alone does not say which row it is: the rest of the request's messages must be in the row too.
 */
function sameExample(
  request: InferenceRequest,
  user: string | undefined,
  { prefixes }: Tools,
): Prefix | 'several' | undefined {
  if (user === undefined || user.trim() === '') return undefined;
  const asked = prefixes.filter((prefix) => asksSame(prefix, user));
  const [first] = asked;
  if (first === undefined || asked.every((prefix) => prefix.side.text === first.side.text)) return first;
  const turns = (request.turns ?? []).map((turn) => turn.text.trim());
  const fitting = asked.filter((prefix) => turns.length > 0 && turns.every((text) => prefix.side.text.includes(text)));
  return fitting[0] ?? 'several';
}

function asksSame(prefix: Prefix, user: string): boolean {
  if (prefix.user !== undefined) return prefix.row.text.slice(...prefix.user).trim() === user.trim();
  const at = prefix.side.text.indexOf(user);
  const isWord = (place: number) => /^[\p{L}\p{N}]{2}$/u.test(prefix.side.text.slice(place - 1, place + 1));
  return at >= 0 && !isWord(at) && !isWord(at + user.length);
}

/** More shapes than this are rows that differ around the user's text themselves; which of them a request should have nothing says. */
const MAX_SHAPES = 3;

interface Asked {
  readonly side: PromptSide;
  readonly user: string | undefined;
}

/** Another example's training row, with this request's own user text put in: everything around it must be the same. */
function sameShapePair(request: InferenceRequest, { side, user }: Asked, tools: Tools): PromptPair | undefined {
  if (user === undefined || (request.turns ?? []).some((turn) => turn.answer)) return undefined;
  let first: PromptPair | undefined;
  const shapes = new Set<string>();
  for (const prefix of tools.prefixes) {
    if (prefix.user === undefined || prefix.row.answers.length > 1) continue;
    const [start, end] = prefix.user;
    const text = prefix.side.text.slice(0, start) + user + prefix.side.text.slice(end);
    if (shapes.has(text)) continue;
    shapes.add(text);
    if (shapes.size > MAX_SHAPES && text !== side.text) continue;
    const training = { text, ids: [], pieces: [text] };
    const candidate = pair(request, { prefix, training, request: side, user }, tools);
    if (candidate.kinds.length === 0) return candidate;
    first ??= candidate;
  }
  return shapes.size > MAX_SHAPES ? undefined : first;
}

interface Sides {
  readonly prefix: Prefix;
  readonly training: PromptSide;
  readonly request: PromptSide;
  readonly user: string | undefined;
}

function pair(request: InferenceRequest, { prefix, training, request: side, user }: Sides, tools: Tools): PromptPair {
  const isSame = training === prefix.side;
  const kinds = classifyPromptDifference(training.text, side.text, {
    ...tools.markers,
    user,
    system: tools.systems(request, prefix),
  });
  const idsDiffer = isSame && training.text === side.text && side.ids.length > 0 && !startsWithIds(prefix, side.ids);
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

function requestSide(request: InferenceRequest, { tokenizer: from, markers }: Tools): PromptSide | undefined {
  const { tokenizer } = from;
  if (request.promptIds !== undefined && request.promptIds.length > 0) {
    const ids = Array.from(request.promptIds);
    const { text, offsets } = tokenizer.pieces(ids);
    return { text, ids, pieces: offsets.map(([start, end]) => text.slice(start, end)) };
  }
  const { prompt } = request;
  if (prompt === undefined || prompt === '') return undefined;
  // Sent as text: a tokenizer that puts BOS first by itself did so there too.
  const isAdded = markers.bos !== undefined && !prompt.startsWith(markers.bos) && addsBos(from);
  const text = isAdded ? `${markers.bos}${prompt}` : prompt;
  return { text, ids: [], pieces: [text] };
}

/** The user's own words in a request: from its messages, or from the data row that it is a rendering of. */
function userTextFinder(gathered: GatheredEvidence, preambles: Preambles): Tools['user'] {
  const { trainData, evalData } = gathered;
  const rows = [trainData, evalData]
    .flatMap((data) => (data.state === 'found' ? data.value.rows : []))
    // A request has no answer, and its system prompt may be another one.
    .map((row) => ({
      ...row,
      turns: row.turns
        .filter((turn) => !turn.answer && turn.role !== 'system')
        .map((turn) => ({ ...turn, text: withoutPreamble(turn.text, preambles) })),
    }));
  let match: ReturnType<typeof rowMatcher> | undefined;
  return (request, side) => {
    const asked = lastUserText(request.turns ?? []);
    const own = asked === undefined ? undefined : withoutPreamble(asked, preambles);
    if (own !== undefined && (side.text.includes(own) || side.text.includes(own.trim()))) {
      return side.text.includes(own) ? own : own.trim();
    }
    match ??= rowMatcher(rows);
    for (const row of match(side.text)) {
      const rendered = { text: side.text, masked: side.text, atLimit: false };
      const user = locateTurns(row.turns, rendered).findLast((span) => span.state === 'whole');
      if (user !== undefined) return side.text.slice(user.start, user.end);
    }
    return undefined;
  };
}

function systemsFinder({ trainData }: GatheredEvidence, preambles: Preambles): Tools['systems'] {
  const rows = new Map((trainData.state === 'found' ? trainData.value.rows : []).map((row) => [row.index, row]));
  return (request, { row }) => {
    const trained = row.dataRow === undefined ? undefined : rows.get(row.dataRow);
    const turns = [...(request.turns ?? []), ...(trained?.turns ?? [])];
    const systems = turns.filter((turn) => turn.role === 'system').map((turn) => turn.text);
    return systems.length > 0 ? systems : [preambles.training, preambles.request];
  };
}

function lastUserText(turns: readonly Turn[]): string | undefined {
  return turns.findLast((turn) => !turn.answer && turn.role !== 'system')?.text;
}
