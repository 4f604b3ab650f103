import { codePointSet } from './code-point-set.ts';
import { nativeUnicode } from './native-unicode.ts';

const noScript = codePointSet(nativeUnicode.noScript);
// Where the table of the library is of an older mind.
const OTHERWISE: Readonly<Record<string, string>> = {
  '\u0589': 'Common',
  '\u061c': 'Common',
  '\u0953': 'Devanagari',
  '\u0954': 'Devanagari',
};

// The Script property values of Unicode 17 that have characters; asked in this order, the common ones first.
const SCRIPTS =
  `Latin Common Inherited Cyrillic Greek Arabic Hebrew Han Hiragana Katakana Hangul Devanagari Thai Bengali
Tamil Telugu Adlam Ahom Anatolian_Hieroglyphs Armenian Avestan Balinese Bamum Bassa_Vah Batak Bhaiksuki Bopomofo Brahmi
Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Coptic Cuneiform Cypriot
Deseret Duployan Egyptian_Hieroglyphs Elbasan Ethiopic Georgian Glagolitic Gothic Grantha Gujarati Gurmukhi Hanunoo
Hatran Imperial_Aramaic Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Kayah_Li Kharoshthi Khmer
Khojki Khudawadi Lao Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Malayalam Mandaic Manichaean Marchen
Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar Nabataean
New_Tai_Lue Newa Nko Ogham Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian Old_Permic Old_Persian
Old_South_Arabian Old_Turkic Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician
Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham SignWriting Sinhala Sora_Sompeng Sundanese
Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tangut Thaana Tibetan Tifinagh Tirhuta Ugaritic Vai
Warang_Citi Yi`.split(/\s+/);

const found = new Map<string, string>();
let tests: readonly (readonly [string, RegExp])[] | undefined;

function search(character: string): string {
  if (noScript(character.codePointAt(0) ?? 0)) return 'Any';
  const other = OTHERWISE[character];
  if (other !== undefined) return other;
  tests ??= SCRIPTS.map((script) => [script, new RegExp(`^\\p{Script=${script}}$`, 'u')] as const);
  const script = tests.find(([, test]) => test.test(character))?.[0] ?? 'Any';
  return script === 'Hiragana' || script === 'Katakana' || character === '\u30fc' ? 'Han' : script;
}

/** The script a character is split by; the scripts of Japanese count as one (SentencePiece's rule), unknown ones as `Any`. */
export function scriptOf(character: string): string {
  const known = found.get(character);
  if (known !== undefined) return known;
  const script = search(character);
  if (found.size < 20_000) found.set(character, script);
  return script;
}
