import type { Datum } from '../checks/define-check.ts';

/** Fills `{name}` from a finding's data. A placeholder without a datum is a bug in the check and stays visible. */
export function fillMessage(text: string, data: Readonly<Record<string, Datum>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = data[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 4 }) : String(value);
  });
}
