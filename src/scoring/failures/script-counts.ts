/** Writing systems that are told apart; Kana covers Hiragana and Katakana. */
export const SCRIPTS = [
  'Latin',
  'Han',
  'Kana',
  'Hangul',
  'Cyrillic',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Thai',
  'Greek',
] as const;
export type Script = (typeof SCRIPTS)[number];
export type ScriptCounts = Record<Script, number>;

/** First and last code unit of each range, in order. Letters of other scripts are not counted. */
const RANGES: readonly (readonly [number, number, Script])[] = [
  [0x00c0, 0x024f, 'Latin'],
  [0x0370, 0x03ff, 'Greek'],
  [0x0400, 0x052f, 'Cyrillic'],
  [0x05d0, 0x05ea, 'Hebrew'],
  [0x0620, 0x06ff, 'Arabic'],
  [0x0900, 0x097f, 'Devanagari'],
  [0x0e01, 0x0e4e, 'Thai'],
  [0x1100, 0x11ff, 'Hangul'],
  [0x1e00, 0x1eff, 'Latin'],
  [0x3041, 0x309f, 'Kana'],
  [0x30a1, 0x30fa, 'Kana'],
  [0x3130, 0x318f, 'Hangul'],
  [0x3400, 0x4dbf, 'Han'],
  [0x4e00, 0x9fff, 'Han'],
  [0xac00, 0xd7a3, 'Hangul'],
  [0xf900, 0xfaff, 'Han'],
];

export function noScripts(): ScriptCounts {
  return { Latin: 0, Han: 0, Kana: 0, Hangul: 0, Cyrillic: 0, Arabic: 0, Hebrew: 0, Devanagari: 0, Thai: 0, Greek: 0 };
}

/** Adds the letters of a text, by script, to `counts`. Characters beyond U+FFFF (rare Han among them) are not letters here. */
export function countScripts(text: string, counts: ScriptCounts): void {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      if ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) counts.Latin++;
    } else if (unit >= 0xc0) {
      const script = scriptOf(unit);
      if (script !== null) counts[script]++;
    }
  }
}

function scriptOf(unit: number): Script | null {
  for (const [first, last, script] of RANGES) {
    if (unit < first) return null;
    if (unit <= last) return unit === 0xd7 || unit === 0xf7 ? null : script;
  }
  return null;
}
