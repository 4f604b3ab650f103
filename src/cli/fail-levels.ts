/** Values of --fail-on, from the mildest to the strictest; `never` is off. */
export const failLevels = ['broken', 'unknown', 'warning', 'never'] as const;
