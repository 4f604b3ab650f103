const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function padded(value: number, width = 2, fill = '0'): string {
  return String(value).padStart(width, fill);
}

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getFullYear(), 0, 1);
  return Math.round((Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) - start) / 86_400_000) + 1;
}

type Directive = (date: Date) => string;

const hour12 = (date: Date) => date.getHours() % 12 || 12;
const DIRECTIVES: Readonly<Record<string, Directive>> = {
  Y: (date) => String(date.getFullYear()),
  y: (date) => padded(date.getFullYear() % 100),
  m: (date) => padded(date.getMonth() + 1),
  d: (date) => padded(date.getDate()),
  e: (date) => padded(date.getDate(), 2, ' '),
  B: (date) => MONTHS[date.getMonth()] ?? '',
  b: (date) => (MONTHS[date.getMonth()] ?? '').slice(0, 3),
  h: (date) => (MONTHS[date.getMonth()] ?? '').slice(0, 3),
  A: (date) => DAYS[date.getDay()] ?? '',
  a: (date) => (DAYS[date.getDay()] ?? '').slice(0, 3),
  H: (date) => padded(date.getHours()),
  I: (date) => padded(hour12(date)),
  M: (date) => padded(date.getMinutes()),
  S: (date) => padded(date.getSeconds()),
  f: (date) => padded(date.getMilliseconds() * 1000, 6),
  p: (date) => (date.getHours() < 12 ? 'AM' : 'PM'),
  j: (date) => padded(dayOfYear(date), 3),
  w: (date) => String(date.getDay()),
  u: (date) => String(date.getDay() || 7),
  n: () => '\n',
  t: () => '\t',
  Z: () => '',
  z: () => '',
  '%': () => '%',
};
const COMPOSED: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  c: '%a %b %e %H:%M:%S %Y',
};

/**
 * Python's `datetime.strftime` in the C locale, local time and without time zone, as `strftime_now` in transformers. glibc's `%-d` drops
 * the padding.
 */
export function pythonStrftime(date: Date, format: string): string {
  const unfolded = format.replace(/%([FTRDc])/g, (whole, letter: string) => COMPOSED[letter] ?? whole);
  return unfolded.replace(/%(-?)([a-zA-Z%])/g, (whole, dash: string, letter: string) => {
    const text = DIRECTIVES[letter]?.(date);
    if (text === undefined) return whole;
    return dash === '' ? text : text.replace(/^[0 ]+(?=.)/, '');
  });
}
