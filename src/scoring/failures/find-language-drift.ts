import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { leavesOf } from './leaves-of.ts';
import { countScripts, noScripts, SCRIPTS, type Script, type ScriptCounts } from './script-counts.ts';

/** spec/evaluation.md 2.7: a third of the letters in a script that neither the right answer nor the prompt has. */
const SHARE = 0.3;
/** One sign of a script that writes syllables or words says as much as several letters. */
const FEWEST_LETTERS = 4;
const FEWEST_SIGNS = 2;
const SIGNS: ReadonlySet<Script> = new Set(['Han', 'Kana', 'Hangul']);
/** Prompts are seldom free of Latin letters, so a right answer without any must do when nearly all of the output is Latin. */
const LATIN_SHARE = 0.8;
const LONGEST = 4_096;

/**
 * The answer is in another script than the right one. Scripts, not languages: on answers of a few words language detectors guess
 * (spec/evaluation.md 2.7), so English for German stays silent. In JSON the values count, the keys are always Latin.
 */
export function findLanguageDrift(view: AnswerView, context: FailureContext): FailureEvidence | null {
  const counts = scriptsOfAnswer(view);
  const letters = SCRIPTS.reduce((sum, script) => sum + counts[script], 0);
  if (letters < FEWEST_SIGNS) return null;
  const main = SCRIPTS.find(
    (script) => counts[script] >= SHARE * letters && isNew(script, view, { counts, letters, context }),
  );
  if (main === undefined) return null;
  const detail = `${counts[main]} of ${letters} letters are ${main}, which neither the prompt nor the right answer has`;
  return { code: 'language-drift', start: 0, end: view.output.length, detail };
}

interface Seen {
  readonly counts: ScriptCounts;
  readonly letters: number;
  readonly context: FailureContext;
}

function isNew(script: Script, view: AnswerView, { counts, letters, context }: Seen): boolean {
  if (counts[script] < (SIGNS.has(script) ? FEWEST_SIGNS : FEWEST_LETTERS)) return false;
  const gold = view.goldText === null ? null : scriptsOf(view.goldText);
  const usual = gold === null ? context.scripts : new Set(SCRIPTS.filter((one) => gold[one] > 0));
  if (usual.size === 0 || usual.has(script)) return false;
  // Japanese is written in both, so either may be missing from one short answer.
  if (script === 'Han' && usual.has('Kana')) return false;
  // JSON has Latin keys, so there a right answer is never free of Latin letters.
  if (script === 'Latin' && gold !== null) return view.parsed === null && counts.Latin >= LATIN_SHARE * letters;
  return view.prompts.length > 0 && view.prompts.every((prompt) => scriptsOf(prompt.slice(0, LONGEST))[script] === 0);
}

function scriptsOfAnswer({ parsed, parts }: AnswerView): ScriptCounts {
  const counts = noScripts();
  if (parsed?.value === undefined) for (const { text } of parts) countScripts(text.slice(0, LONGEST), counts);
  else
    for (const { value } of leavesOf(parsed.value))
      if (typeof value === 'string') countScripts(value.slice(0, LONGEST), counts);
  return counts;
}

function scriptsOf(text: string): ScriptCounts {
  const counts = noScripts();
  countScripts(text.slice(0, LONGEST), counts);
  return counts;
}
