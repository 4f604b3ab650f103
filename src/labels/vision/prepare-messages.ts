import { isRecord } from '../../formats/is-record.ts';
import type { RowValue } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { pythonTypeName } from '../trl/python-type-name.ts';

export type Message = Readonly<Record<string, RowValue>>;

type Checked<T> = Result<T, TrainerFailure>;

// What stands in a filled block for the picture itself: templates ask whether there is one, and never write it.
const PICTURE = '<image>';
const OTHER_ROLES: readonly RowValue[] = ['assistant', 'system', 'tool'];

const textBlock = (text: string): Message => ({ type: 'text', text });

/** The message with its text as a block, behind the image placeholders where it is the first user text. */
function structured(message: Message, placeholders: number): Checked<Message> {
  const { content, role } = message;
  if (role === undefined) return fail('KeyError', "A message has no 'role'. Give every message a role and a content.");
  if (role === 'user') {
    if (content === undefined)
      return fail('KeyError', "A user message has no 'content'. Give every message a role and a content.");
    if (typeof content !== 'string') return ok(message);
    const images = Array.from({ length: placeholders }, (): Message => ({ type: 'image' }));
    return ok({ ...message, content: [...images, textBlock(content)] });
  }
  if (!OTHER_ROLES.includes(role)) {
    return fail(
      'ValueError',
      `Invalid role in message: ${JSON.stringify(role)}. With images TRL takes system, user, assistant and tool only. Rename the role.`,
    );
  }
  return ok(typeof content === 'string' ? { ...message, content: [textBlock(content)] } : message);
}

/** Blocks of a message that may hold images; undefined where TRL does not look. */
function blocksOf({ content, role }: Message): Checked<readonly Message[] | undefined> {
  const isEmpty = content === undefined || content === null || content === false || content === 0 || content === '';
  if (isEmpty || role === 'tool') return ok(undefined);
  if (Array.isArray(content) && content.every(isRecord)) {
    const isTyped = content.every((block) => Object.hasOwn(block, 'type'));
    return isTyped
      ? ok(content)
      : fail('KeyError', "A content block has no 'type'. Write blocks as {type: text, text: …} and {type: image}.");
  }
  if (isRecord(content) && Object.keys(content).length === 0) return ok(undefined);
  return fail(
    'TypeError',
    `The content of a message is ${pythonTypeName(content)}, not text or a list of blocks. Write a list of typed blocks.`,
  );
}

const isPlaceholder = (block: Message): boolean => block.type === 'image' && !Object.hasOwn(block, 'image');

function filled(message: Message, blocks: readonly Message[]): Message {
  return { ...message, content: blocks.map((block) => (isPlaceholder(block) ? { ...block, image: PICTURE } : block)) };
}

/**
 * TRL's `prepare_multimodal_messages` (data_utils.py:33, 1.13): texts become blocks; the images of the row stand before the text of the
 * first user message whose content is plain text; unfilled placeholders must be as many as images. Blocks that bring their own image
 * and tool messages are not counted.
 */
export function prepareMessages(messages: RowValue | undefined, imageCount: number): Checked<readonly Message[]> {
  if (!Array.isArray(messages)) return fail('TypeError', `The messages are ${pythonTypeName(messages)}, not a list.`);
  const prepared: { readonly message: Message; readonly blocks: readonly Message[] | undefined }[] = [];
  let waiting = imageCount;
  for (const given of messages) {
    if (!isRecord(given))
      return fail('TypeError', `A message is ${pythonTypeName(given)}, not a dict with role and content.`);
    const message = structured(given, waiting);
    if (!message.ok) return message;
    if (given.role === 'user' && typeof given.content === 'string') waiting = 0;
    prepared.push({ message: message.value, blocks: undefined });
  }
  let placeholders = 0;
  for (const [index, { message }] of prepared.entries()) {
    const blocks = blocksOf(message);
    if (!blocks.ok) return blocks;
    placeholders += blocks.value?.filter(isPlaceholder).length ?? 0;
    prepared[index] = { message, blocks: blocks.value };
  }
  if (placeholders !== imageCount) {
    return fail(
      'ValueError',
      `Number of images provided (${imageCount}) does not match number of image placeholders (${placeholders}). Give the row one image per placeholder.`,
    );
  }
  return ok(prepared.map(({ blocks, message }) => (blocks ? filled(message, blocks) : message)));
}
