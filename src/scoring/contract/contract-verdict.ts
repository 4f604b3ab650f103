/** Where an answer departs from what was agreed, keys and values apart; both lists empty: it keeps the contract. */
export interface ContractVerdict {
  /** Keys that must be there and are not, with their path: `patient.name`. At most 20. */
  readonly missingKeys: readonly string[];
  /** Keys that nobody asked for. At most 20. */
  readonly extraKeys: readonly string[];
  /** Values of the wrong type, outside their enum, pattern or bounds. At most 20. */
  readonly wrongValues: readonly WrongValue[];
}

export interface WrongValue {
  readonly path: string;
  /** The JSON schema keyword that failed. */
  readonly keyword: string;
}
