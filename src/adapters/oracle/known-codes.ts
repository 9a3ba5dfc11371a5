/** What a code means to us. `{prefix}` in the advice is that of the database's variables. */
export type KnownCodes = {
  readonly codes: readonly string[];
  /** `unreachable` passes by itself, sooner or later; `refused` needs a person. */
  readonly kind: 'unreachable' | 'refused';
  readonly says: string;
  readonly advice: string;
  /** Trying again within seconds may help. */
  readonly retryable: boolean;
};

export const ora = (...numbers: number[]) => numbers.map((number) => `ORA-${String(number).padStart(5, '0')}`);
export const njs = (...numbers: number[]) => numbers.map((number) => `NJS-${String(number).padStart(3, '0')}`);
