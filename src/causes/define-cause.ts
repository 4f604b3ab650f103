import type { ClauseId, Phase } from '../checks/define-check.ts';
import type { CheckId } from '../checks/registry.ts';

/** Evidence for or against a cause: how a check came out and how much that says. */
export interface Clue {
  readonly check: CheckId;
  readonly when: 'fail' | 'pass';
  /** Only a failure with this message counts. */
  readonly message?: string;
  /** Log likelihood ratio in nats: ln P(outcome | cause) − ln P(outcome | not the cause). Negative speaks against. */
  readonly weight: number;
  /** Clues that share a root; only the strongest of a group counts, else correlated evidence is counted twice. */
  readonly group?: string;
  readonly because: string;
}

/** Another cause that leaves the traces of this one, so that seeing them does not say which of the two it is. */
export interface Rival {
  /** Id of the other cause. */
  readonly cause: string;
  /** Why the traces are the same. */
  readonly because: string;
  /** Any of these outcomes tells the two apart. Until one is there, the odds are shared. */
  readonly toldApartBy: readonly [Apart, ...Apart[]];
}

export interface Apart {
  readonly check: CheckId;
  /** `verdict`: it says something either way, and the clues weigh what it says. */
  readonly when: 'fail' | 'pass' | 'verdict';
}

/** A cause is data; it weighs checks and judges nothing itself. */
export interface Cause {
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  /** The clause that this cause breaks; none for causes in data and training. */
  readonly clause?: ClauseId;
  /** Log odds before any evidence. */
  readonly prior: number;
  readonly clues: readonly [Clue, ...Clue[]];
  readonly rivals?: readonly Rival[];
  readonly remedy: string;
  /** The cheapest step that would settle it when evidence is missing, and the command if there is one. */
  readonly settle: { readonly step: string; readonly command?: string };
}

export function defineCause<const C extends Cause>(cause: C): C {
  return cause;
}
