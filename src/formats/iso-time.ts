const NANOS_PER_SECOND = 1_000_000_000n;
const NANOS_PER_DAY = 86_400n * NANOS_PER_SECOND;
/** Days to 9999-12-31 and from 0001-01-01: what Python's datetime holds, and what four digits of a year can say. */
const MAX_DAY = 2_932_896n;
const MIN_DAY = -719_162n;

/** Nanoseconds since 1970 as `2024-05-06`; whole days are counted downwards. Beyond the years 1 to 9999: the number itself. */
export function isoDate(nanos: bigint): string {
  const day = floorDivide(nanos, NANOS_PER_DAY);
  if (day > MAX_DAY || day < MIN_DAY) return nanos.toString();
  return new Date(Number(day) * 86_400_000).toISOString().slice(0, 10);
}

/** Nanoseconds since midnight as `07:08:09`, with as many groups of three decimals as are needed. */
export function isoTime(nanos: bigint): string {
  const seconds = nanos / NANOS_PER_SECOND;
  const part = (value: bigint) => value.toString().padStart(2, '0');
  const fraction = (nanos % NANOS_PER_SECOND)
    .toString()
    .padStart(9, '0')
    .replace(/(000)+$/, '');
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(part).join(':');
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** Nanoseconds since 1970 as `2024-05-06T07:08:09.123`, with `Z` for an instant and without for a wall clock. */
export function isoTimestamp(nanos: bigint, isInstant: boolean): string {
  const day = floorDivide(nanos, NANOS_PER_DAY);
  if (day > MAX_DAY || day < MIN_DAY) return nanos.toString();
  return `${isoDate(nanos)}T${isoTime(nanos - day * NANOS_PER_DAY)}${isInstant ? 'Z' : ''}`;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
