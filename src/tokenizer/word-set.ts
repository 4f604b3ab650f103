import { unassignedRanges } from './unassigned-ranges.ts';

/** The class `\w` of Rust's regex crate, which native tokenizers uses, for a regex with the v flag (UTS #18, annex C). */
export const wordSet = `[[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]--[${unassignedRanges}]]`;
