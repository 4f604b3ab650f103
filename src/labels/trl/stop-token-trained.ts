import { pythonStrip } from '../../chat-template/python-strip.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { FailureType, TrainerFailure } from '../training-setup.ts';
import { type ChatEncoder, encodeChat } from './encode-chat.ts';
import { NO_CHAT_ARGUMENTS } from './no-chat-arguments.ts';

const PROBE = [
  { role: 'user', content: 'dummy' },
  { role: 'assistant', content: 'dummy' },
  { role: 'user', content: 'dummy' },
];
/** TRL catches jinja2's TemplateError with its subclasses, TypeError and ValueError here; anything else ends the trainer. */
const UNCAUGHT: ReadonlySet<FailureType> = new Set([
  'KeyError',
  'IndexError',
  'AttributeError',
  'AssertionError',
  'OverflowError',
  'ZeroDivisionError',
  'RecursionError',
  'RuntimeError',
  'SyntaxError',
]);

/**
 * TRL's `is_chat_template_stop_token_trained` (chat_template_utils.py): in user, assistant, user, the assistant's marked tokens end,
 * white space apart, with a token of the added vocabulary. False where the template refuses the probe.
 */
export function stopTokenTrained(encoder: ChatEncoder): Result<boolean, TrainerFailure> {
  const encoded = encodeChat(encoder, {
    messages: PROBE,
    arguments: NO_CHAT_ARGUMENTS,
    addGenerationPrompt: false,
    wantsMask: true,
  });
  if (!encoded.ok) return UNCAUGHT.has(encoded.problem.type) ? encoded : ok(false);
  const { ids, assistant } = encoded.value;
  const added = new Set(encoder.tokenizer.addedTokens.map(({ id }) => id));
  for (let token = ids.length - 1; token >= 0; token--) {
    const id = ids[token];
    if (id === undefined || assistant?.mask[token] !== 1) continue;
    if (pythonStrip(encoder.tokenizer.decode([id])) !== '') return ok(added.has(id));
  }
  return ok(false);
}
