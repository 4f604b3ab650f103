import { expect, test } from 'vitest';
import { usesColour } from '../../src/cli/uses-colour.ts';

function io(outIsTerminal: boolean, env: Record<string, string>) {
  return { out: () => {}, err: () => {}, outIsTerminal, errIsTerminal: false, columns: undefined, env };
}

test('a terminal gets colour, a pipe and a dumb terminal do not', () => {
  expect(usesColour(io(true, {}), 'out')).toBe(true);
  expect(usesColour(io(false, {}), 'out')).toBe(false);
  expect(usesColour(io(true, { TERM: 'dumb' }), 'out')).toBe(false);
  expect(usesColour(io(true, {}), 'err')).toBe(false);
});

test('NO_COLOR and --no-color win, an empty NO_COLOR says nothing, FORCE_COLOR colours a pipe', () => {
  expect(usesColour(io(true, { NO_COLOR: '1', FORCE_COLOR: '1' }), 'out')).toBe(false);
  expect(usesColour(io(true, { NO_COLOR: '' }), 'out')).toBe(true);
  expect(usesColour(io(true, { FORCE_COLOR: '1' }), 'out', false)).toBe(false);
  expect(usesColour(io(false, { FORCE_COLOR: '1' }), 'out')).toBe(true);
  expect(usesColour(io(true, { FORCE_COLOR: '0' }), 'out')).toBe(false);
});
