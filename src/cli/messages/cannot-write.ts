import type { UserMessage } from '../user-message.ts';

export function cannotWrite(path: string, reason: string): UserMessage {
  return {
    what: `the report could not be written to ${path}: ${reason}`,
    likely: 'the folder does not exist or may not be written to',
    try: ['lockstep check --out report.html', 'lockstep check --format html > report.html'],
  };
}
