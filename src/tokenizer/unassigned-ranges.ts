import { nativeUnicode } from './native-unicode.ts';
import { setSource } from './set-source.ts';

/** Inside of a regex class: the code points that native's regex tables do not know yet, to be taken out of the host's classes. */
export const unassignedRanges = setSource(nativeUnicode.regexUnassigned);
