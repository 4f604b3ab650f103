import type { LintedData, LintedSide } from './build-data-report.ts';

/** What the figures leave out or stand on, a sentence each. */
export function dataNotes({ training, evaluation, health }: LintedData): readonly string[] {
  const { duplicates, overlap, neighbours, tokens } = health;
  const notes = [
    ...sideNotes('training', training),
    ...(evaluation === undefined ? [] : sideNotes('evaluation', evaluation)),
    (!duplicates.complete || overlap?.complete === false) &&
      'Equal questions were all found; nearly equal ones only among as many rows as the limits allow, so there may be more.',
    neighbours !== null &&
      !neighbours.complete &&
      `The nearest neighbours of ${neighbours.predicted.length} evaluation rows were looked for among ${neighbours.known} training rows: an even part of the data.`,
    tokens !== null &&
      tokens.rows < training.rows.length &&
      `Figures in tokens stand on ${tokens.rows} of ${training.rows.length} rows: an even random part, of those whose answer was located.`,
    training.withMedia > 0 &&
      'Images are compared by their bytes or paths; what they show is not looked at, and no nearest neighbours are sought.',
  ];
  return notes.filter((note) => note !== false);
}

function sideNotes(name: string, { rows, total, unread, damaged }: LintedSide): string[] {
  const left = total - rows.length - unread;
  return [
    ...(unread > 0 ? [`From ${unread} of ${total} ${name} rows no question could be read; they are left out.`] : []),
    ...(left > 0 && damaged === 0 ? [`The first ${rows.length} of ${total} ${name} rows stand for all of them.`] : []),
    ...(damaged > 0
      ? [`Places of the ${name} data that could not be used: ${damaged}; lockstep check names them.`]
      : []),
  ];
}
