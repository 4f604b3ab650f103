import { stackText } from '../../lib/stack-text.ts';
import type { Evidence, GatheredEvidence } from '../evidence.ts';
import { type Gathered, unreadable } from '../gathered.ts';
import { deriveExamples } from './examples.ts';
import { deriveLabelFacts } from './label-facts.ts';
import { derivePromptComparison } from './prompt-comparison.ts';
import { deriveScores } from './scores.ts';
import { deriveTemplateProbes } from './template-probes.ts';
import { deriveTrainedRows } from './trained-rows.ts';

/** Adds what follows from the gathered facts. Each derivation runs once; every check reads the same value. */
export function deriveEvidence(gathered: GatheredEvidence): Evidence {
  const templateProbes = contained(() => deriveTemplateProbes(gathered));
  const trainedRows = contained(() => deriveTrainedRows(gathered, templateProbes));
  return {
    ...gathered,
    templateProbes,
    trainExamples: contained(() => deriveExamples(gathered.trainData, gathered, templateProbes)),
    evalExamples: contained(() => deriveExamples(gathered.evalData, gathered, templateProbes)),
    trainedRows,
    labelFacts: contained(() => deriveLabelFacts(gathered, { templateProbes, trainedRows })),
    promptComparison: contained(() => derivePromptComparison(gathered, trainedRows)),
    scores: contained(() => deriveScores(gathered)),
  };
}

/** A bug in one derivation blocks the checks that need it and leaves the rest of the report standing, as the runner does for checks. */
function contained<T>(derive: () => Gathered<T>): Gathered<T> {
  try {
    return derive();
  } catch (error) {
    const words = stackText(error);
    return unreadable('what was read', `Lockstep failed here, which is a bug: ${words}`);
  }
}
