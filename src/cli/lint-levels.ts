/** Values of --fail-on of `lockstep lint`, from the mildest to the strictest; `never` is off. */
export const lintLevels = ['error', 'warning', 'never'] as const;
