/** Any JSON value. Objects that `parseJson` makes have no prototype, so `__proto__` and `constructor` are ordinary keys. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
