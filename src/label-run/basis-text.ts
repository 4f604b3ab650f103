import type { PredictionBasis, TrainerVersion } from '../labels/training-setup.ts';

/** How far a prediction can be relied on, in words. */
export function basisText(basis: PredictionBasis, { version, transformers }: TrainerVersion): string {
  const names = `TRL ${version}${transformers === '' ? '' : ` with transformers ${transformers}`}`;
  switch (basis) {
    case 'exact':
      return `exactly as ${names} does: Lockstep was compared with it token for token`;
    case 'release-notes':
      return `as ${names} does by its release notes and source, not by running it`;
    case 'newer-release':
      return `as TRL 1.13.0 does: ${names} is not known, and was taken for the newest release that is`;
  }
}
