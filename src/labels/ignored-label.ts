/** The label of a token that bears no loss (`ignore_index` of torch's cross entropy). */
export const IGNORED_LABEL = -100;
