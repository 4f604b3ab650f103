/** A setting as it stands in a training script: `None`, `True`, `512`, `bfd`. */
export function pythonWord(value: string | number | boolean | null): string {
  if (value === null) return 'None';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}
