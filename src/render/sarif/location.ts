import type { ReportFinding } from '../../report/report.ts';
import { escapeTerminal } from '../escape-terminal.ts';

type Place = ReportFinding['places'][number];

/** A region only where a line is known: a row number is not a line number in Parquet or in JSONL with blank lines. */
export function sarifLocation(place: Place) {
  const region = regionOf(place);
  const logical = logicalOf(place);
  return {
    physicalLocation: {
      artifactLocation: { uri: relativeUri(place.path) },
      ...(region === undefined ? {} : { region }),
    },
    ...(logical === undefined ? {} : { logicalLocations: [logical] }),
  };
}

function regionOf(place: Place) {
  if (!('line' in place) || place.line === undefined || place.line < 1) return undefined;
  if (!('column' in place) || place.column === undefined || place.column < 1) return { startLine: place.line };
  return { startLine: place.line, startColumn: place.column };
}

function logicalOf(place: Place) {
  const named = (name: string, kind: string) => ({
    name: escapeTerminal(name),
    fullyQualifiedName: escapeTerminal(`${place.path}#${name}`),
    kind,
  });
  switch (place.kind) {
    case 'file':
    case 'template':
      return undefined;
    case 'setting':
      return named(place.key, 'property');
    case 'row':
      return named(`row ${place.row}`, 'element');
    case 'tokens':
      return named(`row ${place.row}, tokens ${place.start} to ${place.end}`, 'element');
    case 'tensor':
      return named(place.name, 'variable');
    case 'prediction':
      return named(place.id, 'element');
  }
}

/** Relative to the run folder. Every part is encoded, so that no file name can become a scheme, a query or a way out. */
function relativeUri(path: string): string {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  // encodeURIComponent throws on a lone surrogate and leaves dots alone; `..` is kept, base models may lie beside the run.
  return parts.map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\uFFFD'))).join('/');
}
