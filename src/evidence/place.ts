/**
 * Where a finding is, so that a person can go and look. Closed: a renderer must handle every kind. Lines count from 1, rows and tokens
 * from 0.
 */
export type Place =
  | { readonly kind: 'file'; readonly path: string; readonly line?: number; readonly column?: number }
  | { readonly kind: 'template'; readonly path: string; readonly line: number; readonly column?: number }
  | { readonly kind: 'setting'; readonly path: string; readonly key: string; readonly value: string }
  | { readonly kind: 'row'; readonly path: string; readonly row: number }
  | {
      readonly kind: 'tokens';
      readonly path: string;
      readonly row: number;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'tensor'; readonly path: string; readonly name: string }
  | { readonly kind: 'prediction'; readonly path: string; readonly id: string; readonly line: number };
