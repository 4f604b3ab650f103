import type { Evidence } from '../evidence/evidence.ts';
import type { LockInputs } from '../evidence/lock-inputs.ts';
import { IGNORED_LABEL } from '../labels/ignored-label.ts';
import { sha256 } from '../lib/sha256.ts';
import { seededRandom } from '../lib/statistics/seeded-random.ts';
import { freezeProbes } from './freeze-probes.ts';
import { freezeSettings } from './freeze-settings.ts';
import { frozen } from './frozen.ts';
import type { Lock } from './lock.ts';
import { sortedRecord } from './sorted-record.ts';
import { whyUnknown } from './why-unknown.ts';

/** Characters of the template that are kept to recognise it by. */
const TEMPLATE_START = 200;
const SAMPLED_TOKENS = 16;
const SAMPLED_ROWS = 8;
/** Any number will do, as long as it never changes. */
const SEED = 20_260_601;
/** Enough to tell the rows of a capture apart. */
const ROW_HASH_DIGITS = 16;

/** Freezes the trained side: what is known becomes values, hashes and short samples; what is not says why. Same evidence, same lock. */
export function freeze(evidence: Evidence, inputs: LockInputs, version: string): Lock {
  const { versions } = evidence;
  return {
    schema: 'lockstep-lock/1',
    tool: { name: 'lockstep', version },
    versions: frozen(versions, ({ libraries }) =>
      sortedRecord(Object.entries(libraries).map(([name, library]) => [name, library.version])),
    ),
    template: frozen(inputs.template, ({ path, source }) => ({
      path,
      sha256: sha256(source),
      characters: source.length,
      start: source.slice(0, TEMPLATE_START),
      timeDependent: /\bstrftime_now\b/.test(source),
    })),
    tokenizer: freezeTokenizer(inputs),
    specialIds: frozen(inputs.tokenizer, ({ tokenizer, specialTokens }) =>
      sortedRecord(
        Object.entries(specialTokens).map(([name, text]) => [name, { text, id: tokenizer.tokenId(text) ?? null }]),
      ),
    ),
    probes: freezeProbes(inputs),
    mask: freezeMask(evidence),
    ...freezeSettings(evidence, inputs),
    images: frozen(inputs.images, ({ values }) => values),
    base: frozen(inputs.base, (fingerprint) => fingerprint),
  };
}

function freezeTokenizer({ tokenizer, tokenizerHash }: LockInputs): Lock['tokenizer'] {
  if (tokenizer.state !== 'found') return whyUnknown(tokenizer);
  const { tokenizer: engine } = tokenizer.value;
  return frozen(tokenizerHash, ({ path, sha256: hash }) => {
    const random = seededRandom(SEED);
    const drawn = Array.from({ length: SAMPLED_TOKENS }, () => Math.floor(random() * engine.vocabSize));
    return {
      path,
      sha256: hash,
      vocabulary: engine.vocabSize,
      tokens: sha256(
        Array.from({ length: engine.vocabSize }, (_, id) => JSON.stringify(engine.tokenText(id) ?? null)).join(),
      ),
      addedTokens: engine.addedTokens.length,
      sample: [...new Set(drawn)].sort((a, b) => a - b).map((id) => ({ id, text: engine.tokenText(id) ?? '' })),
    };
  });
}

/** The settings that decide labels, in TRL's names, and what they did to the first captured rows. */
const MASK_KEYS = [
  'completion_only_loss',
  'assistant_only_loss',
  'packing',
  'padding_free',
  'dataset_text_field',
  'eos_token',
  'loss_type',
];

function freezeMask({ capture, trainingSettings }: Evidence): Lock['mask'] {
  return frozen(capture, ({ rows, collator, resolvedCompletionOnlyLoss }) => {
    const values = trainingSettings.state === 'found' ? trainingSettings.value.values : {};
    const rule = MASK_KEYS.flatMap((key) => {
      const setting = values[key];
      return setting === undefined ? [] : [[key, setting.value] as const];
    });
    const supervised = rows.map(({ labels }) =>
      labels.reduce((sum, label) => sum + (label === IGNORED_LABEL ? 0 : 1), 0),
    );
    return {
      rule: sortedRecord([
        ...rule,
        ...(collator === undefined ? [] : [['collator', collator] as const]),
        ...(resolvedCompletionOnlyLoss === undefined
          ? []
          : [['resolved_completion_only_loss', resolvedCompletionOnlyLoss] as const]),
      ]),
      tokens: rows.reduce((sum, { ids }) => sum + ids.length, 0),
      supervised: supervised.reduce((sum, one) => sum + one, 0),
      rows: rows.slice(0, SAMPLED_ROWS).map(({ ids, labels }) => ({
        row: sha256(ids.join()).slice(0, ROW_HASH_DIGITS),
        tokens: ids.length,
        spans: spansOf(labels),
      })),
    };
  });
}

function spansOf(labels: Int32Array): [number, number][] {
  const spans: [number, number][] = [];
  for (let at = 0; at < labels.length; at++) {
    if (labels[at] === IGNORED_LABEL) continue;
    const start = at;
    while (at < labels.length && labels[at] !== IGNORED_LABEL) at++;
    spans.push([start, at]);
  }
  return spans;
}
