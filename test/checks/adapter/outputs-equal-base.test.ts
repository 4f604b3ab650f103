import check from '../../../src/checks/adapter/outputs-equal-base.ts';
import { many } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';
import { predictions } from '../../support/evidence-builders.ts';

const target = (at: number) => `{"place": ${at}}`;
const chat = (at: number) => `That is place ${at}.`;
const tuned = (output: (at: number) => string, count = 20) =>
  predictions(many('row', count, (at) => ({ output: output(at), target: target(at) })));
const said = (text: string, outputIds: readonly number[], path?: string) =>
  predictions(
    many('row', 20, (at) => ({ output: text, outputIds: Int32Array.of(...outputIds, at), target: target(at) })),
    path === undefined ? {} : { path },
  );
const base = (output: (at: number) => string) =>
  predictions(
    many('row', 20, (at) => ({ output: output(at) })),
    { path: 'predictions.base.jsonl' },
  );

checkTester(check, {
  passes: {
    'the tuned model answers as trained, the base model chats': {
      predictions: tuned(target),
      basePredictions: base(chat),
    },
    'half of the answers are the same: the base model knew them': {
      predictions: tuned((at) => (at < 10 ? target(at) : `{"spot": ${at}}`)),
      basePredictions: base((at) => (at < 10 ? target(at) : chat(at))),
    },
  },
  fails: {
    'every answer is that of the base model, and none is what was trained': {
      given: { predictions: tuned(chat), basePredictions: base(chat) },
      finds: [{ message: 'equal', data: { outputs: '20 of 20 outputs', wrong: 20 } }],
    },
    'a flipped near-tie does not hide it': {
      given: { predictions: tuned((at) => (at === 0 ? 'It is place 0.' : chat(at))), basePredictions: base(chat) },
      finds: [{ message: 'equal', data: { outputs: '19 of 20 outputs (95 %)', wrong: 19 } }],
    },
    'the prompt was decoded with the answer, and both generated the same tokens': {
      given: { predictions: said('Where is it? There.', [5, 6]), basePredictions: said('There.', [5, 6]) },
      finds: [{ message: 'equal', data: { outputs: '20 of 20 outputs', wrong: 20 } }],
    },
    'both say one sentence that nobody trained': {
      given: {
        predictions: tuned(() => 'I can help with that.'),
        basePredictions: base(() => 'I can help with that.'),
      },
      finds: [{ message: 'equal', data: { outputs: '20 of 20 outputs', wrong: 20 } }],
    },
  },
  unknown: {
    'both say one sentence, and it was trained': {
      predictions: predictions(
        many('row', 20, (at) => ({
          output: 'This place is not known.',
          target: at < 2 ? 'This place is not known.' : target(at),
        })),
      ),
      basePredictions: base(() => 'This place is not known.'),
    },
    'base and tuned model are both right': { predictions: tuned(target), basePredictions: base(target) },
    'both say the same word to everything': {
      predictions: tuned(() => 'unsafe'),
      basePredictions: base(() => 'unsafe'),
    },
    'the predictions say no target': {
      predictions: predictions(many('row', 20, (at) => ({ output: chat(at) }))),
      basePredictions: base(chat),
    },
    'too few prompts were answered by both': { predictions: tuned(chat, 7), basePredictions: base(chat) },
    'the two files have no id in common': {
      predictions: predictions(many('other', 20, (at) => ({ output: chat(at), target: target(at) }))),
      basePredictions: base(chat),
    },
  },
});
