/** Stages of `_prepare_dataset`: every row passes one before any row enters the next, so the failure of the lowest stage is raised. */
export const STAGES = { format: 0, convert: 1, eos: 2, tokenise: 3, label: 4 } as const;
