import { expect, test } from 'vitest';
import { commandIn } from '../../src/report/command-in.ts';

test.each([
  ['/runs/mine', 'lockstep check .', 'lockstep check /runs/mine'],
  ['/runs/my run', 'lockstep adapter . --base /base', "lockstep adapter '/runs/my run' --base /base"],
  ["/runs/anna's", 'lockstep labels .', "lockstep labels '/runs/anna'\\''s'"],
  ['C:\\runs\\mine', 'lockstep check . --details', "lockstep check 'C:\\runs\\mine' --details"],
])('in %s: %s is typed as %s', (folder, command, typed) => {
  expect(commandIn(folder, command)).toBe(typed);
});

test('files in memory lie nowhere, so the command stays the one for the working directory', () => {
  for (const name of ['memory', 'dropped folder', ''])
    expect(commandIn(name, 'lockstep check .')).toBe('lockstep check .');
});
