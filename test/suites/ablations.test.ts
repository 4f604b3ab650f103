import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkRun } from '../../src/check-run.ts';
import type { Report } from '../../src/report/report.ts';
import { openDirectory } from '../../src/source/directory.ts';
import type { RunFiles } from '../../src/source/run-files.ts';

const folder = fileURLToPath(new URL('../../../shared/runs', import.meta.url));
const isThere = existsSync(`${folder}/truth.json`);
const Truth = v.record(
  v.string(),
  v.object({ cause: v.nullable(v.string()), also_true: v.optional(v.array(v.string()), []) }),
);

/** What is taken away, one at a time, and how a settling step names it. */
const ablations = {
  capture: { hides: /^capture\//, named: /capture/ },
  requests: { hides: /^inference\/requests/, named: /requests/ },
  base: { hides: /^base\//, named: /base/ },
  'training arguments': { hides: /training_args\.bin$/, named: /training_args/ },
  'evaluation data': { hides: /^eval\.jsonl/, named: /evaluation rows|eval_data/ },
  'training data': { hides: /^train\.jsonl/, named: /training rows|train_data/ },
  predictions: { hides: /^predictions\.jsonl$/, named: /predictions/ },
  tokenizer: { hides: /tokenizer[^/]*$/, named: /tokenizer/ },
  'templates and what else names ends': {
    hides: /chat_template|^base\/generation_config/,
    named: /template|end of a turn/,
  },
  'training log': { hides: /trainer_state\.json/, named: /trainer_state/ },
} as const;
type Ablation = keyof typeof ablations;

interface Outcome {
  readonly run: string;
  readonly truth: string | null;
  readonly hidden: Ablation;
  readonly verdict: 'right' | 'silent' | 'wrong';
  readonly report: Report;
}

describe.skipIf(!isThere)('the sample runs with one artifact missing', () => {
  let all: readonly Outcome[] = [];
  beforeAll(async () => {
    all = await measured();
    process.stdout.write(`${tableOf(all)}\n`);
  }, 600_000);

  it('never name a wrong cause first: the true one, or none', () => {
    const wrong = all.filter(({ verdict }) => verdict === 'wrong');
    const told = ({ run, hidden, report }: Outcome) => `${run} without ${hidden}: ${report.diagnoses[0]?.cause}`;
    expect(wrong.map(told)).toEqual([]);
  });

  it('say nothing about healthy runs, whatever is missing', () => {
    const alarms = all.filter(({ truth, report }) => truth === null && report.undecided !== undefined);
    expect(alarms.map(placeOf)).toEqual([]);
  });

  it('name what is missing where that keeps them silent', () => {
    const mute = all.filter(({ verdict, hidden, report }) => {
      return verdict === 'silent' && !stepsOf(report).some((step) => ablations[hidden].named.test(step));
    });
    expect(mute.map(placeOf)).toEqual([]);
  });

  it('name it in the open clause, or as what tells causes apart, where the true cause breaks a clause', () => {
    const mute = all.filter(({ verdict, hidden, truth, report }) => {
      if (verdict !== 'silent' || truth === null || /^(data|training)\//.test(truth)) return false;
      const open = report.clauses.filter(({ state }) => state !== 'holds').map(({ settle = '' }) => settle);
      const ties = (report.undecided ?? []).map(({ settle }) => settle);
      return ![...open, ...ties].some((step) => ablations[hidden].named.test(step));
    });
    expect(mute.map(placeOf)).toEqual([]);
  });
});

it.skipIf(isThere)(`nothing is taken away: there is no truth.json in ${folder}`, () => {});

async function measured(): Promise<readonly Outcome[]> {
  const truths = v.parse(Truth, JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')));
  const outcomes: Outcome[] = [];
  for (const [run, truth] of Object.entries(truths)) {
    const opened = await openDirectory(`${folder}/${run}`);
    if (!opened.ok) throw new Error(`${run}: ${opened.problem.reason}`);
    for (const hidden of Object.keys(ablations) as Ablation[]) {
      const report = await checkRun(without(opened.value, ablations[hidden].hides));
      outcomes.push({ run, truth: truth.cause, hidden, verdict: judged(report, truth), report });
    }
  }
  return outcomes;
}

function judged({ diagnoses: [first], clauses }: Report, truth: v.InferOutput<typeof Truth>[string]) {
  if (truth.cause === null) {
    const isClean = first === undefined && clauses.every(({ state }) => state !== 'broken');
    return isClean ? 'right' : 'wrong';
  }
  if (first === undefined) return 'silent';
  return [truth.cause, ...truth.also_true].includes(first.cause) ? 'right' : 'wrong';
}

function without(files: RunFiles, hides: RegExp): RunFiles {
  const list: RunFiles['list'] = async () => {
    const listing = await files.list();
    return { ...listing, entries: listing.entries.filter(({ path }) => !hides.test(path)) };
  };
  return { ...files, list };
}

/** Every sentence of the report that says what would settle something. */
function stepsOf({ clauses, undecided = [], next, checks }: Report): readonly string[] {
  const settled = [...clauses, ...undecided, ...checks].map(({ settle }) => settle);
  return [...settled, next?.step].filter((step) => step !== undefined);
}

function placeOf({ run, hidden }: Outcome): string {
  return `${run} without ${hidden}`;
}

function tableOf(outcomes: readonly Outcome[]): string {
  const rows = (Object.keys(ablations) as Ablation[]).map((hidden) => {
    const of = (verdict: Outcome['verdict']) =>
      outcomes.filter((one) => one.hidden === hidden && one.verdict === verdict).length;
    return [hidden.padEnd(20), ...(['right', 'silent', 'wrong'] as const).map((one) => String(of(one)).padStart(6))];
  });
  const head = ['without'.padEnd(20), ' right', 'silent', ' wrong'];
  return [head, ...rows].map((row) => row.join('  ')).join('\n');
}
