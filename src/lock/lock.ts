import * as v from 'valibot';

/** Limits for a lock that someone else wrote: far beyond what freezing makes. */
const MAX_TEXT = 1_000_000;
const MAX_ITEMS = 100_000;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{16,64}$/, 'is no hash'));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const ids = v.pipe(v.array(count), v.maxLength(MAX_ITEMS));
const scalar = v.union([text, v.number(), v.boolean(), v.null()]);
const settings = v.record(text, scalar);

/** A part of the lock: frozen, or the reason why it could not be. What could not be seen is never taken for unchanged. */
function section<S extends v.GenericSchema>(value: S) {
  return v.variant('state', [
    v.object({ state: v.literal('frozen'), value }),
    v.object({ state: v.literal('unknown'), because: text }),
  ]);
}

const fingerprint = v.object({
  path: text,
  tensors: count,
  names: hash,
  sample: hash,
  sampledBytes: count,
  totalBytes: count,
});

/** `lockstep.lock`: the trained side of the contract, as far as it can be frozen. */
export const LockSchema = v.object({
  schema: v.literal('lockstep-lock/1'),
  tool: v.object({ name: v.literal('lockstep'), version: text }),
  versions: section(v.record(text, text)),
  template: section(v.object({ path: text, sha256: hash, characters: count, start: text, timeDependent: v.boolean() })),
  tokenizer: section(
    v.object({
      path: text,
      sha256: hash,
      vocabulary: count,
      /** Of the token texts in the order of their ids: equal when the file was only written anew. */
      tokens: hash,
      addedTokens: count,
      sample: v.pipe(v.array(v.object({ id: count, text })), v.maxLength(MAX_ITEMS)),
    }),
  ),
  specialIds: section(v.record(text, v.object({ text, id: v.nullable(count) }))),
  probes: section(
    v.pipe(
      v.array(
        v.variant('state', [
          v.object({ id: text, state: v.literal('rendered'), text, ids }),
          v.object({ id: text, state: v.literal('refused'), because: text }),
        ]),
      ),
      v.maxLength(MAX_ITEMS),
    ),
  ),
  mask: section(
    v.object({
      rule: settings,
      tokens: count,
      supervised: count,
      /** Token ranges [start, end) that get loss, by a hash of the row's ids. */
      rows: v.pipe(
        v.array(
          v.object({
            row: hash,
            tokens: count,
            spans: v.pipe(v.array(v.tuple([count, count])), v.maxLength(MAX_ITEMS)),
          }),
        ),
        v.maxLength(MAX_ITEMS),
      ),
    }),
  ),
  stop: section(v.object({ endsAnswers: ids, stopsAt: ids })),
  lengths: section(settings),
  images: section(v.record(text, text)),
  adapter: section(v.object({ config: settings, fingerprint })),
  base: section(fingerprint),
  decoding: section(settings),
});

export type Lock = v.InferOutput<typeof LockSchema>;

/** The parts of a lock that can be frozen or unknown, in the order of the file. */
export const LOCK_SECTIONS = [
  'versions',
  'template',
  'tokenizer',
  'specialIds',
  'probes',
  'mask',
  'stop',
  'lengths',
  'images',
  'adapter',
  'base',
  'decoding',
] as const satisfies readonly (keyof Lock)[];

export type LockSection = (typeof LOCK_SECTIONS)[number];
