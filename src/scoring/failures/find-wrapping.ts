import { isOnlySpecial } from '../is-only-special.ts';
import { mentionedClasses } from '../mentioned-classes.ts';
import type { Parsed } from '../parse-ladder.ts';
import { stripThinking } from '../strip-thinking.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { leadingClass } from './leading-class.ts';

const FENCE_OPENS = /```[ \t]*[\w+-]*\s*$/;
const FENCE_CLOSES = /^\s*```/;
/** Markers that chat templates and prompt formats put before a turn; after an answer the model plays the next one. */
const ROLE_MARKER =
  /<\|[a-z_]+\|>|<(?:start|end)_of_turn>|\[\/?INST\]|<\/?s>|^#{2,3} ?(?:Instruction|Input|Response|Human|Assistant|User)\b|^(?:user|assistant|system|model|Human|User|Assistant)(?::|\s*$)/im;
/** Special tokens that begin a turn, where others end one. */
const TURN_OPENS = /start|\[INST|<s>/i;
/** Text around an answer is described from its first characters. */
const GLANCE = 400;

/** What stands around the answer that a strict parser would trip over: text after it, text before it, a code fence. */
export function findWrapping(view: AnswerView, { task }: FailureContext): readonly FailureEvidence[] {
  if (view.parsed !== null) return aroundValue(view.output, view.parsed);
  if (view.extraction !== null) return task.kind === 'classify' ? aroundClass(view, task.classes) : [];
  return aroundText(view);
}

function aroundValue(output: string, parsed: Parsed): readonly FailureEvidence[] {
  if (parsed.rung === 'fenced')
    return [{ code: 'fenced', start: 0, end: output.length, detail: 'a code fence around the JSON' }];
  if (parsed.rung !== 'run-on' && parsed.rung !== 'preamble' && parsed.rung !== 'embedded') return [];
  const from = parsed.thinking ? stripThinking(output).answerStart : 0;
  const found: FailureEvidence[] = [];
  const before = output.slice(Math.max(from, parsed.start - GLANCE), parsed.start);
  const fence = FENCE_OPENS.exec(before);
  const after = output.slice(parsed.end, parsed.end + GLANCE);
  const closing = fence === null ? null : FENCE_CLOSES.exec(after);
  const runOnStart = parsed.end + (closing?.[0].length ?? 0);
  if (/\S/.test(output.slice(runOnStart, runOnStart + GLANCE))) found.push(runOn(output, runOnStart));
  const preambleEnd = parsed.start - (fence?.[0].length ?? 0);
  if (output.slice(from, preambleEnd).trim() !== '')
    found.push({ code: 'preamble', start: from, end: preambleEnd, detail: 'text before the JSON value' });
  if (fence !== null)
    found.push({ code: 'fenced', start: preambleEnd, end: runOnStart, detail: 'a code fence around the JSON' });
  return found;
}

function runOn(output: string, start: number): FailureEvidence {
  const rest = output.slice(start, start + GLANCE).trimStart();
  return { code: 'run-on', start, end: output.length, detail: `${kindOfRest(rest)} after the answer` };
}

function kindOfRest(rest: string): string {
  if (isOnlySpecial(rest) && !TURN_OPENS.test(rest)) return 'an end-of-turn token, left in the text,';
  if (ROLE_MARKER.test(rest)) return 'the next turn of a conversation';
  if (/^[{[]/.test(rest)) return 'a second value';
  return FENCE_CLOSES.test(rest) ? 'a code fence' : 'more text';
}

/** For classes as text: the class among other words. A class that is respelled or missing is another failure. */
function aroundClass(view: AnswerView, classes: readonly string[]): readonly FailureEvidence[] {
  const { output, extraction } = view;
  if (output.trimStart().startsWith('```'))
    return [{ code: 'fenced', start: 0, end: output.length, detail: 'a code fence around the class' }];
  if (extraction?.state === 'class' && extraction.how === 'mentioned') {
    const span = { start: 0, end: output.length };
    const before = { code: 'preamble', ...span, detail: 'text before the class' } as const;
    const mention = mentionedClasses(output, classes);
    const [first] = mention?.mentions ?? [];
    const rest = first === undefined ? '' : output.normalize('NFKC').trim().slice(first.end);
    // A full stop after the class goes with it.
    const goesOn = extraction.rung !== 'preamble' && /[\p{L}\p{N}]/u.test(rest);
    const kind = kindOfRest(rest.slice(0, GLANCE).trimStart());
    const after = { code: 'run-on', ...span, detail: `${kind} after the class` } as const;
    return [...(goesOn ? [after] : []), ...(extraction.rung === 'run-on' ? [] : [before])];
  }
  const leading = extraction?.state === 'no-class' ? leadingClass(output, classes) : null;
  return leading === null ? [] : [runOn(output, leading.end)];
}

function aroundText(view: AnswerView): readonly FailureEvidence[] {
  const found = [...pastTarget(view)];
  if (
    view.goldText !== null &&
    !view.goldText.trimStart().startsWith('```') &&
    view.output.trimStart().startsWith('```')
  )
    found.push({ code: 'fenced', start: 0, end: view.output.length, detail: 'a code fence around the text' });
  return found;
}

/** The output begins with the whole right answer and goes on with something else than the rest of a word. */
function pastTarget({ output, goldText }: AnswerView): readonly FailureEvidence[] {
  const wanted = goldText?.trim() ?? '';
  const lead = output.length - output.trimStart().length;
  const end = lead + wanted.length;
  if (wanted === '' || !output.startsWith(wanted, lead) || output.slice(end, end + GLANCE).trim() === '') return [];
  const joined = /[\p{L}\p{N}_]$/u.test(wanted) && /^[\p{L}\p{N}_]/u.test(output.slice(end, end + 2));
  return joined ? [] : [runOn(output, end)];
}
