import type { UserMessage } from '../user-message.ts';

/** What commander's sentences mean for the person who typed, by a word that only one kind of them has. */
const REASONS: readonly (readonly [pattern: RegExp, likely: string])[] = [
  [/^missing required argument/, 'a path or an id was left out'],
  [/^required option/, 'Lockstep does not guess where to write, nor what for'],
  [/^too many arguments/, 'a path with a space that is not in quotes, or an option without its dashes'],
  [/argument missing$/, 'the option stands last, or another option follows where its value should be'],
  [/ is invalid/, 'a value that this option does not take'],
  [/^unknown command/, 'a typing mistake'],
];

/** Wraps what the option parser says of a command's words, `error: unknown option …`. */
export function badOption(text: string, command: string): UserMessage {
  const what = text
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)/, '. Did you mean $1?')
    .replace(/ is invalid\. must be/, ' is invalid: it must be')
    .trim();
  const likely = REASONS.find(([pattern]) => pattern.test(what))?.[1];
  return {
    what,
    likely: likely ?? 'a typing mistake, or an option of another command',
    try: [`${command} --help`, ...(command === 'lockstep' ? ['lockstep check --help'] : ['lockstep --help'])],
  };
}
