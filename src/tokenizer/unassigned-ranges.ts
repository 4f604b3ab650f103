import { nativeUnicode } from './native-unicode.ts';

/** Inside of a regex class: the code points that native's regex tables do not know yet, to be taken out of the host's classes. */
export const unassignedRanges = nativeUnicode.regexUnassigned
  .split(' ')
  .map((range) =>
    range
      .split('-')
      .map((end) => `\\u{${end}}`)
      .join('-'),
  )
  .join('');
