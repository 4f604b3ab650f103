import type { UserMessage } from '../user-message.ts';

export function unknownId(id: string, close: readonly string[]): UserMessage {
  const [first, ...others] = close;
  if (first === undefined) {
    return {
      what: `there is no check and no cause called ${id}`,
      likely: 'ids look like loss/prompt-in-loss',
      try: ['lockstep list'],
    };
  }
  return {
    what: `there is no check and no cause called ${id}`,
    likely: `a typing mistake; did you mean ${[first, ...others].join(' or ')}?`,
    try: [`lockstep explain ${first}`, 'lockstep list'],
  };
}
