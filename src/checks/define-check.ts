import type { ArtifactName, Artifacts } from '../evidence/artifacts.ts';
import type { Place } from '../evidence/place.ts';

/** The four clauses of the training/inference contract (design.md section 1). */
export type ClauseId = 'adapter-active' | 'answer-only-loss' | 'same-rendering' | 'honest-scoring';

/**
 * Order of work; each phase is gated by the one before. A freeze, B nonce overfit, C labels, D renderings, E scoring, F target, G data and
 * training.
 */
export type Phase = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G';

/** `critical` breaks its clause; `warning` deserves a look; `note` is worth knowing. */
export type Severity = 'critical' | 'warning' | 'note';

/** What is wrong, why it matters, what to do. `{name}` is filled from the finding's data. */
export interface Message {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

export type Datum = string | number | boolean;

export interface Finding<M extends string = string> {
  readonly message: M;
  readonly data: Readonly<Record<string, Datum>>;
  readonly places: readonly Place[];
}

/** A failure without a finding cannot be written; a pass says what was seen. */
export type Outcome<M extends string = string> =
  | { readonly kind: 'pass'; readonly saw: string }
  | { readonly kind: 'fail'; readonly findings: readonly [Finding<M>, ...Finding<M>[]] }
  | { readonly kind: 'unknown'; readonly because: string; readonly settle?: string }
  | { readonly kind: 'not-applicable'; readonly because: string };

export interface Check<
  Id extends string = string,
  Needs extends ArtifactName = ArtifactName,
  M extends string = string,
  Uses extends ArtifactName = ArtifactName,
> {
  /** `subject/noun-in-failing-state`; permanent; also the path of the file, the doc page and the test. */
  readonly id: Id;
  /** The passing state, as a sentence without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  readonly phase: Phase;
  readonly clause?: ClauseId;
  readonly needs: readonly Needs[];
  /** Artifacts that it reads where they are there, and does without where they are not. */
  readonly uses?: readonly Uses[];
  readonly messages: { readonly [K in M]: Message };
  /** Method syntax on purpose: it keeps the registry's array of differently needing checks assignable. */
  run(evidence: Readonly<Pick<Artifacts, Needs> & Partial<Pick<Artifacts, Uses>>>): Outcome<NoInfer<M>>;
}

/** A check of whatever needs and messages, as registries and the runner hold it. */
export type AnyCheck = Check;

/**
 * Identity helper that carries the literal types: an undeclared artifact, an unknown message or a failure without findings do not compile.
 */
export function defineCheck<
  const Id extends string,
  const Needs extends ArtifactName,
  const M extends string,
  const Uses extends ArtifactName = never,
>(check: Check<Id, Needs, M, Uses>): Check<Id, Needs, M, Uses> {
  return check;
}
