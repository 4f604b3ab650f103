import type { ReportFinding } from '../report/report.ts';

type Place = ReportFinding['places'][number];

/** Where to look, in words. Raw text: the renderer escapes it for its format. */
export function placeText(place: Place): string {
  switch (place.kind) {
    case 'file':
    case 'template':
      return [place.path, place.line, place.column].filter((part) => part !== undefined).join(':');
    case 'setting':
      return `${place.path} ${place.key} = ${place.value}`;
    case 'row':
      return `${place.path} row ${place.row}`;
    case 'tokens':
      return `${place.path} row ${place.row}, tokens ${place.start} to ${place.end}`;
    case 'tensor':
      return `${place.path} tensor ${place.name}`;
    case 'prediction':
      return `${place.path}:${place.line} id ${place.id}`;
  }
}
