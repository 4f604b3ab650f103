import type { Evidence, GatheredEvidence } from '../evidence.ts';
import { deriveExamples } from './examples.ts';
import { derivePromptComparison } from './prompt-comparison.ts';
import { deriveScores } from './scores.ts';
import { deriveTemplateProbes } from './template-probes.ts';
import { deriveTrainedRows } from './trained-rows.ts';

/** Adds what follows from the gathered facts. Each derivation runs once; every check reads the same value. */
export function deriveEvidence(gathered: GatheredEvidence): Evidence {
  const templateProbes = deriveTemplateProbes(gathered);
  const trainedRows = deriveTrainedRows(gathered, templateProbes);
  return {
    ...gathered,
    templateProbes,
    trainExamples: deriveExamples(gathered.trainData, gathered, templateProbes),
    evalExamples: deriveExamples(gathered.evalData, gathered, templateProbes),
    trainedRows,
    promptComparison: derivePromptComparison(gathered, trainedRows),
    scores: deriveScores(gathered),
  };
}
