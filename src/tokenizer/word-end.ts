/** The end of the word that begins at `start`, behind it and at most `limit`, where the text ends. Words leave no gap. */
export type WordEnd = (units: Uint16Array, start: number, limit: number) => number;
