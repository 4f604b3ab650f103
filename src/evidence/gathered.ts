/** Absence and damage are answers, not exceptions. Paths are relative to the run folder unless they begin with `/`. */
export type Gathered<T> =
  | { readonly state: 'found'; readonly value: T; readonly from: string }
  | { readonly state: 'absent'; readonly looked: readonly string[] }
  | { readonly state: 'unreadable'; readonly from: string; readonly reason: string };

export function found<T>(value: T, from: string): Gathered<T> {
  return { state: 'found', value, from };
}

export function absent(...looked: readonly string[]): Gathered<never> {
  return { state: 'absent', looked };
}

export function unreadable(from: string, reason: string): Gathered<never> {
  return { state: 'unreadable', from, reason };
}
