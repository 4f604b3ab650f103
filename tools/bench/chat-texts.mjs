import { added, byteAlphabet, file } from './made-tokenizers.mjs';
import { createRandom } from './random-texts.mjs';

const ONSETS = [
  'b',
  'br',
  'c',
  'ch',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'gr',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'pr',
  'qu',
  'r',
  's',
  'sh',
  'st',
  't',
  'th',
  'tr',
  'v',
  'w',
  'y',
  '',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'ee', 'oo', 'ou', 'y'];
const CODAS = ['', '', 'n', 'r', 's', 't', 'l', 'nd', 'ng', 'st', 'ck', 'm', 'rt'];
const SCRIPTS = [
  ['абвгдежзиклмнопрстуфхцчшыьэюя', ' '],
  ['αβγδεζηθικλμνξοπρστυφχψω', ' '],
  ['的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生', ''],
  ['あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん', ''],
  ['가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허', ' '],
  ['ابتثجحخدذرزسشصضطظعغفقكلمنهوي', ' '],
  ['áéíóúñçàèùâêîôûäöüß', ' '],
];

function vocabularyOf(random, count) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const words = new Set();
  while (words.size < count) {
    const syllables = 1 + Math.floor(random() * random() * 5);
    words.add(Array.from({ length: syllables }, () => pick(ONSETS) + pick(VOWELS) + pick(CODAS)).join(''));
  }
  return [...words];
}

/** Chat texts of about a thousand characters: Zipf-like made-up words, several scripts, code, JSON and numbers, never repeated. */
export function chatTexts(megabytes) {
  const random = createRandom(42);
  const words = vocabularyOf(random, 30_000);
  const zipf = () => words[Math.floor(words.length ** random()) - 1] ?? words[0];
  const capital = (word) => word.slice(0, 1).toUpperCase() + word.slice(1);
  const sentence = () => {
    const parts = Array.from({ length: 4 + Math.floor(random() * 14) }, zipf);
    parts[0] = capital(parts[0]);
    if (random() < 0.3) parts[2] += ',';
    if (random() < 0.1) parts[1] += "'s";
    return `${parts.join(' ')}${random() < 0.8 ? '.' : random() < 0.5 ? '?' : '!'}`;
  };
  const foreign = () => {
    const [letters, space] = SCRIPTS[Math.floor(random() * SCRIPTS.length)];
    const all = [...letters];
    const word = () =>
      Array.from({ length: 2 + Math.floor(random() * 6) }, () => all[Math.floor(random() ** 2 * all.length)]).join('');
    return Array.from({ length: 3 + Math.floor(random() * 8) }, word).join(space);
  };
  const number = () => (random() < 0.5 ? String(Math.floor(random() * 10_000)) : (random() * 1000).toFixed(2));
  const code = () =>
    `function ${zipf()}${capital(zipf())}(${zipf()}, ${zipf()}) {\n    const ${zipf()} = ${zipf()}.${zipf()}(${number()});\n    if (${zipf()} !== ${number()}) {\n        return ${zipf()}[${number()}];\n    }\n}\n`;
  const json = () =>
    JSON.stringify({
      [zipf()]: Number(number()),
      [zipf()]: [zipf(), Number(number())],
      [zipf()]: { id: Math.floor(random() * 1e9), text: sentence() },
    });
  const paragraph = () => {
    const kind = random();
    if (kind < 0.68) return Array.from({ length: 1 + Math.floor(random() * 4) }, sentence).join(' ');
    if (kind < 0.8) return foreign();
    if (kind < 0.88) return code();
    if (kind < 0.94) return json();
    return `${sentence()} ${number()}, ${number()} (${number()}%)`;
  };
  const texts = [];
  let size = 0;
  while (size < megabytes * 1e6) {
    const text = Array.from({ length: 2 + Math.floor(random() * 8) }, paragraph).join('\n\n');
    texts.push(text);
    size += Buffer.byteLength(text);
  }
  return texts;
}

/** A byte-level tokenizer with `size` entries: merges grown from pairs in made-up words. */
export function largeTokenizer(size) {
  const random = createRandom(42);
  const words = vocabularyOf(random, 60_000);
  const vocab = new Map(byteAlphabet().map((character, id) => [character, id]));
  const merges = [];
  const add = (left, right) => {
    if (vocab.size >= size || vocab.has(left + right)) return;
    vocab.set(left + right, vocab.size);
    merges.push([left, right]);
  };
  for (const length of [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]) {
    for (const word of words) {
      for (const whole of [`Ġ${word}`, word]) {
        const text = whole.slice(0, length);
        if (text.length === length && vocab.has(text.slice(0, -1))) add(text.slice(0, -1), text.slice(-1));
      }
    }
  }
  while (vocab.size < size) {
    const left = words[Math.floor(random() * words.length)].slice(0, 3);
    const right = words[Math.floor(random() * words.length)].slice(0, 4);
    if (vocab.has(left) && vocab.has(right)) add(left, right);
  }
  const pattern =
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
  return file({
    added_tokens: ['<|begin|>', '<|end|>', '<|im_start|>', '<|im_end|>'].map((content, index) =>
      added(size + index, content),
    ),
    normalizer: { type: 'NFC' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false }, bytes],
    },
    decoder: bytes,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocab),
      merges,
    },
  });
}
