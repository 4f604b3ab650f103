import type { Damage } from '../evidence/damage.ts';
import { absent, found, type Gathered, unreadable } from '../evidence/gathered.ts';
import { readTrainerState, type TrainerState } from '../formats/trainer-state.ts';
import type { Folder, LocatedFile } from './folder.ts';
import { newestCheckpoint } from './layout.ts';
import { problemText } from './problem-text.ts';
import type { Reading } from './reading.ts';

/** A log of 200,000 steps has some 40 MB. */
const STATE_LIMIT = 64 * 1024 * 1024;

/**
 * trainer_state.json of the run folder or of its newest checkpoint, whichever got further (the trainer writes the first only when told).
 */
export async function gatherTrainerState(run: Folder | undefined): Promise<Reading<TrainerState>> {
  const newest = newestCheckpoint(run?.names() ?? []);
  const names = ['trainer_state.json', ...(newest === undefined ? [] : [`${newest}/trainer_state.json`])];
  const files = names.flatMap((name) => run?.find(name) ?? []);
  const states = await Promise.all(files.map(readState));
  const best = states.toSorted((a, b) => stepOf(b) - stepOf(a))[0];
  if (!best) {
    const looked = run ? run.show('checkpoint-*/trainer_state.json') : 'run/checkpoint-*/trainer_state.json';
    return { gathered: absent(looked), damage: [] };
  }
  return { gathered: best, damage: best.state === 'found' ? stateDamage(best.value, best.from) : [] };
}

async function readState(file: LocatedFile): Promise<Gathered<TrainerState>> {
  const text = await file.files.text(file.path, STATE_LIMIT);
  const state = text.ok ? readTrainerState(text.value) : text;
  return state.ok ? found(state.value, file.shown) : unreadable(file.shown, problemText(state.problem));
}

function stepOf(state: Gathered<TrainerState>): number {
  return state.state === 'found' ? (state.value.global_step ?? 0) : -1;
}

function stateDamage(state: TrainerState, path: string): readonly Damage[] {
  const { damagedEntries, omittedEntries } = state;
  return [
    ...(damagedEntries > 0 ? [{ path, reason: `${damagedEntries} entries of log_history could not be used` }] : []),
    ...(omittedEntries > 0 ? [{ path, reason: `${omittedEntries} further entries of log_history were not read` }] : []),
  ];
}
