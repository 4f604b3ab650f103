import { type ArtifactName, artifactNames } from '../evidence/artifacts.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Region } from '../evidence/trained-rows.ts';
import type { Report } from './report.ts';

/** Points of the loss curve; a longer log is thinned evenly, its last entry kept. */
const MOST_POINTS = 1000;

/** Names as a person calls them; derived artifacts are not files and are left out. */
const NAMES: Partial<Record<ArtifactName, string>> = {
  trainData: 'training rows',
  evalData: 'evaluation rows',
  capture: 'captured batches',
  requests: 'requests',
  generation: 'decoding settings',
  generationConfigs: 'generation_config.json',
  predictions: 'predictions',
  basePredictions: 'base model predictions',
  tokenizer: 'tokenizer',
  servedTokenizer: 'served tokenizer',
  templates: 'chat templates',
  adapterConfig: 'adapter configuration',
  adapterWeights: 'adapter weights',
  baseWeights: 'base weights',
  servedWeights: 'served weights',
  trainerState: 'training log',
  trainingSettings: 'training arguments',
  versions: 'library versions',
  task: 'task',
};

export function reportArtifacts(evidence: Evidence): Report['evidence']['artifacts'] {
  return artifactNames.flatMap((name) => {
    const title = NAMES[name];
    return title === undefined ? [] : [artifactRow(title, name, evidence)];
  });
}

function artifactRow(title: string, name: ArtifactName, evidence: Evidence): Report['evidence']['artifacts'][number] {
  const gathered = evidence[name];
  switch (gathered.state) {
    case 'found':
      return { name: title, state: 'found', path: gathered.from, detail: detailOf(name, evidence) };
    case 'absent':
      return { name: title, state: 'absent', path: gathered.looked.join(', '), detail: 'not found' };
    case 'unreadable':
      return { name: title, state: 'unreadable', path: gathered.from, detail: gathered.reason };
  }
}

/** How much was read of files that are read in part. */
function detailOf(name: ArtifactName, evidence: Evidence): string {
  const gathered = evidence[name];
  if (gathered.state !== 'found') return '';
  switch (name) {
    case 'trainData':
    case 'evalData':
    case 'capture':
    case 'requests':
    case 'predictions':
    case 'basePredictions': {
      const file = evidence[name];
      if (file.state !== 'found') return '';
      const { rows, total } = file.value;
      const read = rows.length.toLocaleString('en-US');
      return rows.length === total ? `${read} rows` : `${read} of ${total.toLocaleString('en-US')} rows read`;
    }
    case 'adapterWeights':
      return evidence.adapterWeights.state === 'found'
        ? `${evidence.adapterWeights.value.modules.length} adapted modules`
        : '';
    case 'trainerState':
      return evidence.trainerState.state === 'found' ? `${evidence.trainerState.value.global_step} steps` : '';
    default:
      return '';
  }
}

export function reportRegions({ trainedRows }: Evidence): Report['evidence']['regions'] {
  if (trainedRows.state !== 'found') return undefined;
  const { supervised, tokens } = trainedRows.value;
  const regions: Region[] = ['answer', 'end-of-turn', 'separator', 'prompt', 'template', 'media', 'padding'];
  return regions.map((region) => ({ region, supervised: supervised[region], tokens: tokens[region] }));
}

export function reportLoss({ trainerState }: Evidence): Report['evidence']['loss'] {
  if (trainerState.state !== 'found') return [];
  const log = trainerState.value.log_history.filter(
    (entry) => typeof entry.loss === 'number' || typeof entry.eval_loss === 'number',
  );
  const step = Math.max(1, Math.ceil(log.length / MOST_POINTS));
  return log
    .filter((_, i) => i % step === 0 || i === log.length - 1)
    .map((entry) => ({
      step: entry.step,
      loss: finite(entry.loss),
      accuracy: finite(entry.mean_token_accuracy),
      evalLoss: finite(entry.eval_loss),
    }));
}

/** JSON has no NaN; a null in the curve is drawn as a gap that says "not finite". */
function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
