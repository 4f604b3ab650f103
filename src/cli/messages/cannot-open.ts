import { dirname } from 'node:path';
import { shellWord } from '../../lib/shell-word.ts';
import type { PathProblem } from '../paths/path-problem.ts';
import type { UserMessage } from '../user-message.ts';

/** Stands for a path that nobody can guess. */
const SOME_PATH = 'path/to/it';

/** `words` are those of the command line that name things, as `score predictions.jsonl --data eval.jsonl`. */
export function cannotOpen({ path, reason, fault, near }: PathProblem, words: readonly string[]): UserMessage {
  const withPath = (other: string) =>
    ['lockstep', ...words.map((word) => (word === path ? other : word))].map(shellWord).join(' ');
  const look = (folder: string) => `ls -la ${shellWord(folder)}`;
  switch (fault) {
    case 'missing':
      return near === undefined
        ? {
            what: reason,
            likely: `a typing mistake, or another working directory than you think; this one is ${process.cwd()}`,
            try: [withPath(SOME_PATH), look(dirname(path))],
          }
        : { what: reason, likely: `a typing mistake; did you mean ${near}?`, try: [withPath(near)] };
    case 'forbidden':
      return {
        what: reason,
        likely: 'it belongs to another user, or its permissions are closed',
        try: [look(path), withPath(path)],
      };
    case 'not-a-folder':
      return {
        what: `${reason}, and one is needed here`,
        likely: 'a file of the folder was named instead of the folder',
        try: [withPath(dirname(path))],
      };
    case 'not-a-file':
      return {
        what: `${reason}, and a file is needed here`,
        likely: 'the folder was named instead of a file in it',
        try: [look(path), withPath(SOME_PATH)],
      };
    case 'other':
      return { what: reason, likely: 'the path cannot be used on this system', try: [withPath(SOME_PATH)] };
  }
}
