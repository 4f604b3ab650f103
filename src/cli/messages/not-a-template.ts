import type { UserMessage } from '../user-message.ts';

export function notATemplate(path: string, reason: string): UserMessage {
  return {
    what: `${path} cannot be read as a chat template: ${reason}`,
    likely: 'another file than you meant, or a template that Jinja refuses too',
    try: ['lockstep template mark run/chat_template.jinja', 'lockstep template mark run/tokenizer_config.json'],
  };
}
