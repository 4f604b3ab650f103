const FEW = 3;
const PLACE = /^(?<word>(?:evaluation )?(?:line|row)) (?<number>\d+)$/;

/** The first rows behind a figure, for readers who cannot choose the figure: `line 3, 9, 12 …`. */
export function firstRows(ids: readonly string[], count: number): string {
  const few = ids.slice(0, FEW);
  const places = few.map((id) => PLACE.exec(id)?.groups);
  const word = places[0]?.word;
  const isShort = word !== undefined && places.every((place) => place?.word === word);
  const names = isShort ? `${word} ${places.map((place) => place?.number).join(', ')}` : few.join(', ');
  return count > few.length && few.length > 0 ? `${names} …` : names;
}
