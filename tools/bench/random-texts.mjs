/** A small seeded generator (mulberry32), numbers in [0, 1). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = [
  'the',
  'ladder',
  "don't",
  "WE'LL",
  "I'M",
  "it'ſ",
  'naïve',
  'été',
  'Straße',
  'ΣΑΣ',
  'İstanbul',
  'hello',
  'tokenizer',
  'return',
  'label',
  '12345',
  '3.14',
  '１２３',
  '٣٤',
  'ⅷ',
  '中文',
  '日本語テスト',
  'こんにちは',
  '한국어',
  'हिन्दी',
  'ไทย',
  'עברית',
  'العربية',
  'ﬁnal',
  'ﬃ',
  '㍿',
  '½',
  '①',
  'ǅ',
  'a\u0301',
  'e\u0323\u0302',
  '\u1100\u1161\u11a8',
  '각',
  'Å',
  'K',
  '👩‍👩‍👧',
  '🪜',
  '🇩🇪',
  '𝔘𝔫𝔦',
  '𐐀𐐨',
  '<0x0A>',
  '<unk>',
  '##ing',
  '▁',
  'Ġ',
  'x▁y',
  '<|im_start|>',
  '[MASK]',
  'aaaa',
  'abab',
  'http://a.b/c?d=e',
  '{"a": [1,2]}',
];
const SPACES = [
  ' ',
  ' ',
  ' ',
  '  ',
  '   ',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  '\u00a0',
  '\u2003',
  '\u3000',
  '\u200b',
  '\u0085',
  '\u2028',
  '\v',
  '\f',
  '\ufeff',
  '\u1680',
  '     ',
];
const ODD = [
  '\0',
  '\ufffd',
  '\ud800',
  '\udc00',
  '\u0301',
  '\u0345\u0334',
  '\u200d',
  '\u200c',
  '\ufe0f',
  '\u0e33',
  '\u115f',
  '\u00ad',
  '\u061c',
  '\u2581',
  '\u0120',
  '\u0130',
  '\u03c2',
  '\u1e9e',
  '\u0378',
  '\u{e0001}',
  '\u{10ffff}',
  '\u{1f1e6}',
  '\u094d',
  '\u17b5',
  '\u180e',
  '\u0f71\u0f72',
  '\u05b0\u05bc',
];
const PUNCTUATION = '.,;:!?\'"()[]{}<>/\\|@#$%^&*-_=+`~¡¿«»“”‘’…—–、。！？（）';

/** Endless texts: words, whitespace of every kind, marks, all planes, special tokens (`added`), long runs. */
export function createTexts(seed, added) {
  const random = createRandom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const anyCharacter = () => {
    const kind = random();
    const limit = kind < 0.3 ? 0x80 : kind < 0.5 ? 0x600 : kind < 0.85 ? 0x10000 : kind < 0.97 ? 0x20000 : 0x110000;
    return String.fromCodePoint(Math.floor(random() * limit));
  };
  const ascii = () => String.fromCharCode(97 + Math.floor(random() * 26));
  const part = () => {
    const kind = random();
    if (kind < 0.25) return pick(WORDS);
    if (kind < 0.5) return pick(SPACES);
    if (kind < 0.6) return pick(PUNCTUATION);
    if (kind < 0.7) return anyCharacter();
    if (kind < 0.76) return pick(ODD);
    if (kind < 0.84 && added.length > 0) return pick(added);
    if (kind < 0.96) return Array.from({ length: 1 + Math.floor(random() * 8) }, ascii).join('');
    if (kind < 0.99) return String(Math.floor(random() * 1e6));
    return pick([ascii(), pick(ODD), pick(SPACES), pick(WORDS), anyCharacter()]).repeat(
      1 + Math.floor(random() * (random() < 0.05 ? 400 : 40)),
    );
  };
  return () => Array.from({ length: Math.floor(random() * random() * 24) }, part).join('');
}
