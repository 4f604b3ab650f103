import type { ArtifactName, Artifacts, DerivedName } from './artifacts.ts';
import type { Gathered } from './gathered.ts';

/** Everything known about a run: what was gathered and what follows from it. */
export type Evidence = { readonly [K in ArtifactName]: Gathered<Artifacts[K]> };

/** What `gather` delivers: facts read from files, nothing derived. */
export type GatheredEvidence = { readonly [K in Exclude<ArtifactName, DerivedName>]: Gathered<Artifacts[K]> };
