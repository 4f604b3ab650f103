/** `denied`: "not safe"; `doubtful`: asked for, supposed, or what cannot be said; `asserted`: everything else. */
export type Stance = 'asserted' | 'doubtful' | 'denied';

/** How far a denial, and how far a doubt, is looked for before a word. Longer sentences than this are no answers. */
const DENIAL_REACH = 40;
const DOUBT_REACH = 240;
/** Denies what follows within two words: "not at all safe", "unlikely to be safe", "**not** safe". */
const DENIAL =
  /(?:\b(?:not|no|never|non|neither|nor|without|cannot|hardly|scarcely|barely|unlikely|not likely|far from|anything but|nowhere near|less than|fail(?:s|ed)? to)|n['’]t(?: likely)?)["'”’*_`]*(?:\s+(?!but\b|doubt\b)[^\s.;:!?]+){0,2}[\s"'“‘*_`([]*$/iu;
/** After these something new is said, which an earlier "whether" does not touch. A comma ends a clause, but no condition. */
const SENTENCE_ENDS = /[.!?](?=\s)|[;:\n—]|\b(?:but|so|therefore|thus|hence|however|yet)\b/iu;
const CLAUSE_ENDS = /,|\bbecause\b|\band(?= (?:is|are|it|this|the)\b)/iu;
/** The rest of the sentence is asked for or supposed. */
const SUPPOSED = /\b(?:whether|if|unless|until|unsure|uncertain|unclear|undecided)\b/iu;
/** The rest of the clause is what cannot be said, or is not thought. */
const UNSAID =
  /\b(?:cannot|can not|can['’]t|unable|not able|impossible|nothing|(?<!\b(?:no|without|without a) )doubt(?:s|ed|ful)?|no (?:signs?|evidence|indications?|reasons?|proof|way)|needs? (?:more|further|additional) (?:data|information|context|details?|evidence|images?|photos?))\b|(?:\bnot|n['’]t) (?:think|believe|see|say|call|consider|sure|certain|clear|convinced|know)\b/iu;
/** "It would be safe" supposes; "The answer would be (A)" is only polite. */
const MODAL = /\b(?:would|could|might|may)(?: \p{L}+)? be(?: (?:very|quite|more|most|\p{L}+ly))?\s*$/iu;
const POLITE =
  /\b(?:answer|class|classification|label|category|verdict|choice|option|rating|result|sentiment|decision|prediction|assessment)\b/iu;
/** Up to where a sentence is followed to see that it asks: a remark in front of a comma is no part of the question. */
const QUESTION = /^(?!\s+[-–]\s)[^.!?,;:\n]{0,200}\?/u;

/**
 * Whether a text asserts the word at `start` to `end`, for English sentences; other languages are taken at their word. What is said after
 * the word changes nothing: "safe if used properly" commits itself first, where "if it were new it would be safe" never does. A heuristic
 * that prefers doubt, since a verdict that is passed over costs less than one that nobody gave.
 */
export function stanceOf(text: string, start: number, end: number): Stance {
  if (DENIAL.test(text.slice(Math.max(0, start - DENIAL_REACH), start))) return 'denied';
  if (QUESTION.test(text.slice(end, end + 201))) return 'doubtful';
  const sentence =
    text
      .slice(Math.max(0, start - DOUBT_REACH), start)
      .split(SENTENCE_ENDS)
      .at(-1) ?? '';
  if (SUPPOSED.test(sentence) || (MODAL.test(sentence) && !POLITE.test(sentence))) return 'doubtful';
  return UNSAID.test(sentence.split(CLAUSE_ENDS).at(-1) ?? '') ? 'doubtful' : 'asserted';
}
