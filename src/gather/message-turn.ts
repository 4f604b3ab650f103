import * as v from 'valibot';
import type { Turn } from '../evidence/data-set.ts';

/** Parquet and Arrow give every block every key that any block has, null where it has none. */
const content = v.nullish(
  v.union([
    v.string(),
    v.array(v.union([v.string(), v.looseObject({ type: v.nullish(v.string()), text: v.nullish(v.string()) })])),
  ]),
);

/** `{role, content}` as OpenAI and TRL write it, `{from, value}` as ShareGPT does. */
export const message = v.union([
  v.looseObject({ role: v.string(), content }),
  v.looseObject({ from: v.string(), value: content }),
]);
export const messages = v.array(message);

type Message = v.InferOutput<typeof message>;

const MEDIA_TYPES = /^(input_)?(image|image_url|video|video_url|audio|audio_url)$/;
/** One message as a turn. Text blocks are joined as they follow each other; media blocks are counted. */
export function messageTurn(given: Message, answer: boolean): Turn {
  const role =
    'role' in given && typeof given.role === 'string' ? given.role : String('from' in given ? given.from : '');
  const body = v.parse(content, 'content' in given ? given.content : given.value);
  if (typeof body === 'string' || !body) return { role, text: body ?? '', answer, media: 0 };
  const texts = body.map((block) => (typeof block === 'string' ? block : (block.text ?? '')));
  const media = body.filter((block) => typeof block !== 'string' && MEDIA_TYPES.test(block.type ?? '')).length;
  return { role, text: texts.join(''), answer, media };
}
