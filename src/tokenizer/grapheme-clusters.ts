const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Characters that never join a neighbour, `\r\n` aside: no marks, joiners or conjoining letters among them. */
const standsAlone = (unit: number): boolean =>
  unit < 0x300 ||
  (unit >= 0x370 && unit <= 0x482) ||
  (unit >= 0x48a && unit <= 0x590) ||
  (unit >= 0x3041 && unit <= 0x3096) ||
  (unit >= 0x30a1 && unit <= 0x30ff) ||
  (unit >= 0x4e00 && unit <= 0x9fff);

/** Extended grapheme clusters. Plain runs are cut here: the engine's segmenter takes a microsecond for each. */
export function* graphemeClusters(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    let end = at + 1;
    const cuts = (): boolean => {
      const before = text.charCodeAt(end - 1);
      const after = text.charCodeAt(end);
      return standsAlone(before) && standsAlone(after) && !(before === 13 && after === 10);
    };
    while (end < text.length && !cuts()) end++;
    const run = text.slice(at, end);
    if (run.length === 1) yield run;
    else for (const { segment } of segmenter.segment(run)) yield segment;
    at = end;
  }
}
