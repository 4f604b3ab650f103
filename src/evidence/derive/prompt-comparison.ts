import type { Turn } from '../data-set.ts';
import type { GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { PromptComparison, PromptDifferenceKind, PromptPair, PromptSide } from '../prompt-comparison.ts';
import type { InferenceRequest } from '../requests.ts';
import type { RunTokenizer } from '../run-tokenizer.ts';
import type { TrainedRows } from '../trained-rows.ts';
import { addsBos } from './adds-bos.ts';
import { classifyPromptDifference, type MarkerTexts } from './classify-prompt-difference.ts';
import { earlierTurns } from './earlier-turns.ts';
import { lastUserTurn } from './last-user-turn.ts';
import { markerTexts } from './marker-texts.ts';
import { sameExample } from './same-example.ts';
import { sharedPreamble } from './shared-preamble.ts';
import { type SystemVariety, systemVariety } from './system-variety.ts';
import { type TrainingPrefix, trainingPrefix } from './training-prefix.ts';
import { type UserTextFinder, userTextFinder } from './user-text.ts';
import type { Preambles } from './without-preamble.ts';

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
    variety: systemVariety(gathered),
    padding: paddingId(tokenizer.value, prefixes),
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

interface Tools {
  readonly prefixes: readonly TrainingPrefix[];
  readonly variety: SystemVariety;
  readonly padding: number | undefined;
  readonly user: UserTextFinder;
  readonly systems: (request: InferenceRequest, prefix: TrainingPrefix) => readonly string[];
  readonly tokenizer: RunTokenizer;
  readonly markers: MarkerTexts;
}

function preamblesOf({ trainData, requests }: GatheredEvidence): Preambles {
  const rows = trainData.state === 'found' ? trainData.value.rows : [];
  const asked = requests.state === 'found' ? requests.value.rows : [];
  const users = (turns: readonly Turn[]) => lastUserTurn(turns.filter((turn) => turn.role !== 'prompt'))?.text ?? [];
  return {
    training: sharedPreamble(rows.flatMap((row) => users(row.turns))),
    request: sharedPreamble(asked.flatMap((row) => users(row.turns ?? []))),
  };
}

/** The side that a request is to be compared with: the shortest, and as much of what the model may write itself as the request holds. */
function sideFor({ side, ends }: TrainingPrefix, request: PromptSide): PromptSide {
  const shortest = ends.at(-1)?.text.length ?? side.text.length;
  return ends.find(({ text }) => request.text.endsWith(text.slice(shortest))) ?? side;
}

function pairFor(request: InferenceRequest, tools: Tools): PromptPair | undefined {
  const side = requestSide(request, tools);
  if (side === undefined) return undefined;
  const equal = tools.prefixes.find((prefix) => sideFor(prefix, side).text === side.text);
  const user = tools.user(request, side);
  const same = equal ?? sameExample({ request, text: side.text, user }, tools);
  if (same === 'several') return undefined;
  if (same !== undefined)
    return pair(request, { prefix: same, training: sideFor(same, side), request: side, user }, tools);
  return sameShapePair(request, { side, user }, tools);
}

/** More shapes than this are rows that differ around the user's text themselves; which of them a request should have nothing says. */
const MAX_SHAPES = 3;

interface Asked {
  readonly side: PromptSide;
  readonly user: string | undefined;
}

/** Another example's training row, with this request's own user text put in: everything around it must be the same. */
function sameShapePair(request: InferenceRequest, { side, user }: Asked, tools: Tools): PromptPair | undefined {
  const isLonger = (text: string) => earlierTurns(text, user ?? '', tools.markers.special).length > 1;
  if (user === undefined || (request.turns ?? []).some((turn) => turn.answer)) return undefined;
  if (request.turns === undefined && isLonger(side.text)) return undefined;
  let first: PromptPair | undefined;
  const shapes = new Set<string>();
  for (const prefix of tools.prefixes) {
    if (prefix.user === undefined || prefix.row.answers.length > 1) continue;
    const [start, end] = prefix.user;
    const whole = sideFor(prefix, side).text;
    const text = whole.slice(0, start) + user + whole.slice(end);
    if (shapes.has(text) || (request.turns === undefined && isLonger(text))) continue;
    shapes.add(text);
    if (shapes.size > MAX_SHAPES && text !== side.text) continue;
    const training = { text, ids: [], pieces: [text] };
    const candidate = pair(request, { prefix, training, request: side, user }, tools);
    if (candidate.kinds.length === 0) return candidate;
    first ??= candidate;
  }
  if (shapes.size > MAX_SHAPES || (tools.variety.count > MAX_SHAPES && first?.kinds.every(isOfSystem) === true))
    return undefined;
  return first;
}

function isOfSystem(kind: PromptDifferenceKind): boolean {
  return kind === 'system-prompt' || kind === 'date';
}

interface Sides {
  readonly prefix: TrainingPrefix;
  readonly training: PromptSide;
  readonly request: PromptSide;
  readonly user: string | undefined;
}

function pair(request: InferenceRequest, { prefix, training, request: side, user }: Sides, tools: Tools): PromptPair {
  const isSame = prefix.ends.includes(training);
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

function startsWithIds(prefix: TrainingPrefix, ids: readonly number[]): boolean {
  return ids.every((id, i) => prefix.row.captured.ids[i] === id);
}

function firstDifference(a: string, b: string): number | undefined {
  if (a === b) return undefined;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/**
 * The token that shorter prompts of a batch are filled up with on the left. Not known where it begins rows itself (GPT-2 has one token for
 * padding and BOS): then it belongs to the prompt.
 */
function paddingId({ tokenizer, specialTokens }: RunTokenizer, prefixes: readonly TrainingPrefix[]) {
  const { pad_token: pad, bos_token: bos } = specialTokens;
  const id = pad === undefined || pad === bos ? undefined : tokenizer.tokenId(pad);
  return prefixes.some(({ row }) => row.captured.ids[0] === id) ? undefined : id;
}

function requestSide(request: InferenceRequest, { tokenizer: from, markers, padding }: Tools): PromptSide | undefined {
  const { tokenizer } = from;
  if (request.promptIds !== undefined && request.promptIds.length > 0) {
    const sent = Array.from(request.promptIds);
    const ids = sent.slice(sent.findIndex((id) => id !== padding));
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

function systemsFinder({ trainData }: GatheredEvidence, preambles: Preambles): Tools['systems'] {
  const rows = new Map((trainData.state === 'found' ? trainData.value.rows : []).map((row) => [row.index, row]));
  return (request, { row }) => {
    const trained = row.dataRow === undefined ? undefined : rows.get(row.dataRow);
    const turns = [...(request.turns ?? []), ...(trained?.turns ?? [])];
    const systems = turns.filter((turn) => turn.role === 'system').map((turn) => turn.text);
    return systems.length > 0 ? systems : [preambles.training, preambles.request];
  };
}
