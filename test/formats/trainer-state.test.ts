import { expect, it } from 'vitest';
import { readTrainerState, type TrainerState } from '../../src/formats/trainer-state.ts';

function read(state: unknown): TrainerState {
  const result = readTrainerState(typeof state === 'string' ? state : JSON.stringify(state));
  if (!result.ok) throw new Error(result.problem.reason);
  return result.value;
}

function reason(text: string): string {
  const result = readTrainerState(text);
  return result.ok ? 'accepted' : result.problem.reason;
}

it('reads a healthy state and ignores what it does not know', () => {
  const state = read({
    global_step: 10,
    epoch: 2.0,
    max_steps: 10,
    num_train_epochs: 2,
    train_batch_size: 8,
    is_world_process_zero: true,
    log_history: [
      {
        step: 5,
        epoch: 1,
        loss: 4.37,
        grad_norm: 2.2,
        learning_rate: 0.005,
        mean_token_accuracy: 0.4,
        num_tokens: 8080,
        other: 'x',
      },
      { step: 10, eval_loss: 0.2 },
    ],
  });
  expect(state).toEqual({
    global_step: 10,
    epoch: 2,
    max_steps: 10,
    num_train_epochs: 2,
    train_batch_size: 8,
    log_history: [
      {
        step: 5,
        epoch: 1,
        loss: 4.37,
        grad_norm: 2.2,
        learning_rate: 0.005,
        mean_token_accuracy: 0.4,
        num_tokens: 8080,
      },
      { step: 10, eval_loss: 0.2 },
    ],
    damagedEntries: 0,
    omittedEntries: 0,
  });
});

it('keeps the NaN and Infinity of a diverged run', () => {
  const state = read('{"global_step": 2, "log_history": [{"step": 1, "loss": NaN, "grad_norm": Infinity}]}');
  expect(state.log_history).toEqual([{ step: 1, loss: Number.NaN, grad_norm: Infinity }]);
});

it('counts damaged entries and goes on', () => {
  const entries = [1, null, 'x', [], {}, { step: 'one' }, { step: 1, loss: '0.1' }, { step: 2, loss: 0.1 }];
  const state = read({ global_step: 2, log_history: entries });
  expect(state.damagedEntries).toBe(7);
  expect(state.log_history).toEqual([{ step: 2, loss: 0.1 }]);
});

it('reads at most 200 000 entries', () => {
  const state = read(`{"global_step":1,"log_history":[${'{"step":1},'.repeat(200_003)}{"step":2}]}`);
  expect(state.log_history).toHaveLength(200_000);
  expect(state.omittedEntries).toBe(4);
});

it('says what is wrong', () => {
  expect(reason('{"global_step": 1')).toContain('end of the text');
  expect(reason('3')).toContain('the file is missing or not as transformers writes it');
  expect(reason('{}')).toContain('global_step is missing');
  expect(reason('{"global_step":1,"log_history":{}}')).toContain('log_history is missing or not');
  expect(reason('{"global_step":1,"max_steps":"many"}')).toContain('max_steps is missing or not');
});
