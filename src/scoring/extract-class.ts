import type { JsonValue } from '../formats/json-value.ts';
import { answerJson } from './answer-json.ts';
import { parseClassPath } from './class-path.ts';
import { declinedHow } from './failures/declined-how.ts';
import { isOnlySpecial } from './is-only-special.ts';
import { lookUpPath } from './look-up-path.ts';
import { matchClass, type SpellingMatch } from './match-class.ts';
import { matchSynonym } from './match-synonym.ts';
import { type Mention, mentionedClasses } from './mentioned-classes.ts';
import type { Parsed, Rung } from './parse-ladder.ts';
import { stripThinking } from './strip-thinking.ts';
import type { ClassifyTask } from './task.ts';

/** `several-classes`: the text mentions more than one class, or the JSON (without a class path) holds more than one. */
export const NO_CLASS_REASONS = [
  'empty',
  'truncated',
  'unparseable',
  'class-not-in-set',
  'path-missing',
  'several-classes',
] as const;
export type NoClassReason = (typeof NO_CLASS_REASONS)[number];

export interface FoundClass {
  readonly state: 'class';
  readonly class: string;
  /** `synonym`: another word that the task allows for; `mentioned`: one class, named inside a longer text. */
  readonly how: SpellingMatch | 'synonym' | 'mentioned';
  /** The class as the answer writes it, white space and all. */
  readonly surface: string;
  readonly rung: Rung;
  readonly thinking: boolean;
  readonly duplicateKeys: boolean;
}

export interface NoClass {
  readonly state: 'no-class';
  readonly because: NoClassReason;
  /** What stands where the class should be, shortened. */
  readonly surface?: string;
  readonly rung: Rung;
  readonly thinking: boolean;
  readonly duplicateKeys: boolean;
}

export type Extraction = FoundClass | NoClass;

const LONGEST_SURFACE = 200;
/** Classes that a refusal may well mean: "refusal", "cannot answer", "not enough information", "unknown". */
const DECLINING_CLASS =
  /refus|declin|abst(?:ain|ention)|unable|unanswer|unknown|undetermin|insufficient|cannot|can['’]?t\b|\bnot?[\s_-](?:answer|image|enough|information|visible|clear)|거부|거절|불가|拒/iu;
/** Leaves looked at when no class path says where the class is. */
const MOST_LEAVES = 1_000;

/**
 * The class a completion gives, by the most forgiving reading that is still certain, and how much had to be forgiven. Never a
 * fallback: an answer without a class is `no-class` with the reason. For text answers the rung says where the class stands: strict (it
 * is the whole answer), run-on (text follows), preamble (text precedes), embedded (both). `parsed`: what `answerJson` read, where that was
 * done before.
 */
export function extractClass(
  text: string,
  task: ClassifyTask,
  parsed: Parsed | null = answerJson(text, task),
): Extraction {
  return parsed === null ? fromText(text, task) : fromJson(parsed, task);
}

type Context = Pick<Extraction, 'rung' | 'thinking' | 'duplicateKeys'>;

function fromJson(parsed: Parsed, task: ClassifyTask): Extraction {
  const path = task.classPath === undefined ? undefined : parseClassPath(task.classPath);
  const steps = path?.ok ? path.value : undefined;
  const { rung, thinking, duplicateKeys } = parsed;
  const context = { rung, thinking, duplicateKeys };
  if (parsed.value === undefined) return noClass(becauseOf(parsed), context);
  if (path === undefined) return searchLeaves(parsed.value, task, context);
  const value = steps === undefined ? undefined : lookUpPath(parsed.value, steps);
  if (value === undefined || (value !== null && typeof value === 'object')) return noClass('path-missing', context);
  return fromSurface(String(value), task, context);
}

function becauseOf({ rung }: Parsed): NoClassReason {
  return rung === 'empty' || rung === 'truncated' ? rung : 'unparseable';
}

/** Without a path the class is the only leaf that spells one; two different ones leave it open. */
function searchLeaves(value: JsonValue, task: ClassifyTask, context: Context): Extraction {
  const pending: JsonValue[] = [value];
  let found: FoundClass | undefined;
  for (let seen = 0; pending.length > 0 && seen < MOST_LEAVES; seen++) {
    const next = pending.pop();
    if (next === undefined || next === null) continue;
    if (typeof next === 'object') {
      for (const child of Object.values(next).slice(0, MOST_LEAVES)) pending.push(child);
      continue;
    }
    const read = fromSurface(String(next), task, context);
    if (read.state === 'no-class') continue;
    if (found !== undefined && found.class !== read.class) return noClass('several-classes', context);
    found ??= read;
  }
  return found ?? noClass('class-not-in-set', context);
}

function fromSurface(surface: string, task: ClassifyTask, context: Context): Extraction {
  const match = matchSpelling(surface, task);
  if (match === undefined) return noClass('class-not-in-set', context, surface);
  const { rung, thinking, duplicateKeys } = context;
  return { state: 'class', class: match.class, how: match.how, surface, rung, thinking, duplicateKeys };
}

function matchSpelling(
  surface: string,
  { classes, synonyms }: ClassifyTask,
): Pick<FoundClass, 'class' | 'how'> | undefined {
  const match = matchClass(surface, classes);
  if (match !== undefined || synonyms === undefined) return match;
  const synonym = matchSynonym(surface, synonyms);
  return synonym === undefined ? undefined : { class: synonym, how: 'synonym' };
}

function fromText(text: string, task: ClassifyTask): Extraction {
  const { thinking, open, answerStart } = stripThinking(text);
  const written = text.slice(answerStart);
  const answer = written.trim();
  const context = { thinking, duplicateKeys: false };
  if (open) return noClass('truncated', { ...context, rung: 'truncated' });
  if (answer === '' || isOnlySpecial(answer)) return noClass('empty', { ...context, rung: 'empty' });
  const whole = matchSpelling(answer, task);
  if (whole !== undefined) return { state: 'class', ...whole, surface: written, ...context, rung: 'strict' };
  const found = mentionedClasses(answer, task.classes);
  const [mention, second] = found?.mentions ?? [];
  if (second !== undefined) return noClass('several-classes', { ...context, rung: 'none' }, answer);
  if (found === null || mention === undefined || mention.isDoubtful || isDeclined(answer, mention))
    return noClass('class-not-in-set', { ...context, rung: 'none' }, answer);
  const rung = mention.start === 0 ? 'run-on' : mention.end === found.length ? 'preamble' : 'embedded';
  return { state: 'class', class: mention.class, how: 'mentioned', surface: mention.class, ...context, rung };
}

/** The words of a refusal name no class, unless the class is to refuse. What follows a class ("no, I don't see a photo") is no refusal. */
function isDeclined(answer: string, { class: name, start }: Mention): boolean {
  return start > 0 && !DECLINING_CLASS.test(name) && declinedHow(answer) !== null;
}

function noClass(because: NoClassReason, context: Context, surface?: string): NoClass {
  const shown = surface === undefined ? {} : { surface: surface.slice(0, LONGEST_SURFACE) };
  return { state: 'no-class', because, ...shown, ...context };
}
