import { sameRenderings } from '../../evidence/derive/same-renderings.ts';
import type { TemplatePlace } from '../../evidence/template-places.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { listWords } from '../../lib/list-words.ts';
import { defineCheck } from '../define-check.ts';

/** The order in which each reader looks for a template (spec serving-contract.md A6, read in the sources of November 2026). */
const READERS: readonly (readonly [reader: string, places: readonly TemplatePlace['place'][]])[] = [
  ['transformers (tokenizer)', ['chat_template.jinja', 'tokenizer_config.json']],
  [
    'transformers (processor)',
    ['processor_config.json', 'chat_template.json', 'chat_template.jinja', 'tokenizer_config.json'],
  ],
  ["llama.cpp's converter", ['tokenizer_config.json', 'chat_template.jinja', 'chat_template.json']],
  ["Ollama's converter", ['tokenizer_config.json']],
  ['TGI', ['tokenizer_config.json']],
];

export default defineCheck({
  id: 'render/template-places-disagree',
  title: 'The places a chat template can live in agree with each other',
  severity: 'warning',
  phase: 'D',
  needs: ['templates'],
  messages: {
    differ: {
      what: '{first} and {second} in one folder render different prompts: {conversation} is `{here}` by the first and `{there}` by the second.',
      why: 'Readers do not agree which file wins. {believers}.',
      fix: 'Keep one of them: delete the stale copy, or save the tokenizer again with a current transformers, which writes chat_template.jinja and removes the key.',
    },
    unrendered: {
      what: '{first} and {second} in one folder hold different chat templates, and whether they render the same could not be told: {because}.',
      why: 'Readers do not agree which file wins. {believers}.',
      fix: 'Keep one of them, and repair or delete the one that does not compile.',
    },
  },
  run({ templates }) {
    const usual = templates.places.filter((place) => place.name === 'default');
    for (const [index, place] of usual.entries()) {
      for (const other of usual.slice(index + 1).filter(({ side }) => side === place.side)) {
        // Special tokens are the same on both sides of the comparison, so their texts do not matter.
        const same = sameRenderings(place.source, other.source, SPECIAL);
        if (same.kind === 'same-text' || same.kind === 'same-renderings') continue;
        const places = [place, other].map(({ path }) => ({ kind: 'template' as const, path, line: 1 }));
        const pair = { first: place.path, second: other.path, believers: believersOf(usual, place.side) };
        if (same.kind === 'unknown') {
          const data = { ...pair, because: same.because };
          return { kind: 'fail', findings: [{ message: 'unrendered', data, places }] };
        }
        const [here, there] = [excerpt(same.first, 60), excerpt(same.second, 60)];
        const data = { ...pair, conversation: same.conversation, here, there };
        return { kind: 'fail', findings: [{ message: 'differ', data, places }] };
      }
    }
    return {
      kind: 'pass',
      saw: `${usual.length} default chat template(s), no two in one folder that render differently`,
    };
  },
});

const SPECIAL = { bos_token: '<s>', eos_token: '</s>', pad_token: '<pad>', unk_token: '<unk>' };

/** `run/chat_template.jinja is what transformers takes; …`, for the places that a folder has. */
function believersOf(places: readonly TemplatePlace[], side: TemplatePlace['side']): string {
  const own = places.filter((place) => place.side === side);
  const chosen = READERS.flatMap(([reader, order]) => {
    const place = order.map((name) => own.find((one) => one.place === name)).find((one) => one !== undefined);
    return place === undefined ? [] : [{ reader, path: place.path }];
  });
  return [...new Set(chosen.map(({ path }) => path))]
    .map(
      (path) =>
        `${path} is what ${listWords(chosen.filter((one) => one.path === path).map(({ reader }) => reader))} takes`,
    )
    .join('; ');
}
