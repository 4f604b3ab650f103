import * as v from 'valibot';

export interface Section {
  readonly type: string;
}

const sections = v.array(v.looseObject({ type: v.string() }));

/** The steps of a section with its sequences dissolved. */
export function flatSteps(given: Section | null | undefined, key: 'normalizers' | 'pretokenizers'): readonly Section[] {
  if (!given) return [];
  if (given.type !== 'Sequence') return [given];
  const inner = v.safeParse(v.object({ [key]: sections }), given);
  const list = inner.success ? inner.output[key] : undefined;
  return list ? list.flatMap((step) => flatSteps(step, key)) : [given];
}
