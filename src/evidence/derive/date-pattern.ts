const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
/** Dates as strftime writes them in the templates of Llama 3 (26 Jul 2024), Granite (July 26, 2024) and gpt-oss (2024-07-26). */
export const DATE = new RegExp(
  String.raw`\b(?:\d{1,2} ${MONTH},? \d{4}|${MONTH} \d{1,2},? \d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b`,
  'g',
);
