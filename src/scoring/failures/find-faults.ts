import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import { findClassFaults } from './find-class-faults.ts';
import { findCut } from './find-cut.ts';
import { findEcho } from './find-echo.ts';
import { findEmpty } from './find-empty.ts';
import { findForeignDomain } from './find-foreign-domain.ts';
import { findKeyFaults } from './find-key-faults.ts';
import { findLanguageDrift } from './find-language-drift.ts';
import { findLoop } from './find-loop.ts';
import { findRefusal } from './find-refusal.ts';
import { findValueFaults } from './find-value-faults.ts';
import { findWrapping } from './find-wrapping.ts';

type Detector = (view: AnswerView, context: FailureContext) => readonly FailureEvidence[];

const one =
  (find: (view: AnswerView, context: FailureContext) => FailureEvidence | null): Detector =>
  (view, context) => {
    const found = find(view, context);
    return found === null ? [] : [found];
  };

const DETECTORS: readonly Detector[] = [
  one(findEmpty),
  one(findRefusal),
  one(findLoop),
  one(findEcho),
  one(findCut),
  findWrapping,
  one(findLanguageDrift),
  one(findForeignDomain),
  findKeyFaults,
  findClassFaults,
  findValueFaults,
];

/** What every detector says of one answer. The included prompt is not among them: it decides what the answer is. */
export function findFaults(view: AnswerView, context: FailureContext): readonly FailureEvidence[] {
  return DETECTORS.flatMap((detect) => detect(view, context));
}
