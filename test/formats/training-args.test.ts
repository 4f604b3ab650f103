import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readTrainingArguments, type TrainingArguments } from '../../src/formats/training-args.ts';
import { PYTHON_PICKLES } from './python-pickles.ts';

const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

function read(bytes: Uint8Array): TrainingArguments {
  const result = readTrainingArguments(bytes);
  if (!result.ok) throw new Error(result.problem.reason);
  return result.value;
}

function reason(bytes: Uint8Array): string {
  const result = readTrainingArguments(bytes);
  return result.ok ? 'accepted' : result.problem.reason;
}

describe('readTrainingArguments', () => {
  it.each(['torchzip', 'torchlegacy'] as const)('reads what torch saved: %s', (name) => {
    const { className, settings } = read(fromBase64(PYTHON_PICKLES[name]));
    expect(className).toBe('demo.SFTConfig');
    expect(Object.fromEntries(settings)).toEqual({
      learning_rate: 0.005,
      lr_scheduler_type: 'fast',
      max_length: 512,
      packing: false,
      report_to: ['a'],
      hub_token: { kind: 'opaque', of: 'secret' },
      device: { kind: 'opaque', of: 'torch.device' },
      dtype: { kind: 'opaque', of: 'torch.bfloat16' },
      model_init_kwargs: {
        kind: 'dict',
        entries: new Map<string, unknown>([
          ['attn_implementation', 'eager'],
          ['torch_dtype', { kind: 'opaque', of: 'torch.bfloat16' }],
        ]),
      },
      inner: { kind: 'opaque', of: 'demo.Thing' },
      eval_steps: null,
    });
  });

  it('reads an object of protocol 0 and a zip that was compressed again', () => {
    const thing = fromBase64(PYTHON_PICKLES.thing2);
    expect(read(zipSync({ 'x/data.pkl': thing })).className).toBe('demo.Thing');
    expect(read(zipSync({ 'x/data.pkl': fromBase64(PYTHON_PICKLES.thing0) })).className).toBe('demo.Thing');
    expect(read(zipSync({ 'x/data.pkl': thing })).settings.get('b')).toEqual(['fast']);
  });

  it('keeps a hostile call opaque', () => {
    const pickle = latin1(
      '\x80\x02cdemo\nArgs\n)\x81}(X\x01\x00\x00\x00aXcos\nsystem\n'
        .replace('Xcos', 'cos')
        .concat('X\x02\x00\x00\x00ls\x85Rub.'),
    );
    expect(read(pickle).settings).toEqual(new Map([['a', { kind: 'opaque', of: 'os.system' }]]));
  });

  it('says what is wrong with other files', () => {
    expect(reason(new Uint8Array(0))).toContain('empty');
    expect(reason(latin1('version https://git-lfs.github.com/spec/v1\n'))).toContain('LFS');
    expect(reason(latin1('{"learning_rate": 1}'))).toContain('neither a zip nor a pickle');
    expect(reason(fromBase64(PYTHON_PICKLES.torchdict))).toContain('holds no training arguments');
    expect(reason(zipSync({ 'a/other': latin1('x') }))).toContain('no data.pkl');
    expect(reason(zipSync({ 'a/data.pkl': latin1('\xff') }))).toContain('0xff');
    const torch = fromBase64(PYTHON_PICKLES.torchzip);
    expect(reason(torch.subarray(0, torch.length - 30))).toContain('damaged or was cut');
  });

  it('does not inflate a bomb, whether it says its size or lies', () => {
    const bomb = zipSync({ 'a/data.pkl': new Uint8Array(40 * 2 ** 20) }, { level: 9 });
    expect(reason(bomb)).toContain('far more than training arguments do');
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
    for (let at = 0; at + 4 < bomb.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true);
    }
    expect(reason(bomb)).not.toBe('accepted');
  });

  it('does not walk the thousand million entries that a directory claims', () => {
    const torch = fromBase64(PYTHON_PICKLES.torchzip);
    const view = new DataView(torch.buffer, torch.byteOffset, torch.byteLength);
    const end64 = torch.findLastIndex((_, at) => at + 4 <= torch.length && view.getUint32(at, true) === 0x06064b50);
    expect(end64).toBeGreaterThan(0);
    view.setUint32(end64 + 32, 2 ** 30, true);
    expect(reason(torch)).toContain('damaged or was cut');
  });

  it('never throws on a damaged zip', () => {
    const torch = fromBase64(PYTHON_PICKLES.torchzip);
    fc.assert(
      fc.property(fc.nat(torch.length - 1), fc.nat(255), (at, byte) => {
        const damaged = torch.slice();
        damaged[at] = byte;
        expect(readTrainingArguments(damaged)).toHaveProperty('ok');
      }),
      { numRuns: 2000 },
    );
  });
});

const RUNS = '/work/shared/runs';
const saved = existsSync(RUNS)
  ? readdirSync(RUNS).filter((run) => existsSync(`${RUNS}/${run}/run/training_args.bin`))
  : [];

describe.runIf(saved.length > 0)('the sample runs', () => {
  const DECIDING = [
    'learning_rate',
    'num_train_epochs',
    'max_length',
    'packing',
    'completion_only_loss',
    'assistant_only_loss',
    'lr_scheduler_type',
    'loss_type',
    'seed',
  ];
  it.each(saved)('%s saved the arguments that its trainer reported', (run) => {
    const { className, settings } = read(new Uint8Array(readFileSync(`${RUNS}/${run}/run/training_args.bin`)));
    expect(className).toBe('trl.trainer.sft_config.SFTConfig');
    const { args } = JSON.parse(readFileSync(`${RUNS}/${run}/capture/capture.json`, 'utf8'));
    for (const name of DECIDING) expect(settings.get(name), name).toEqual(args[name]);
  });
});
