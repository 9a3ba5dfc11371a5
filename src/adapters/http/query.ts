import {z} from 'zod';
import {Problem} from './problem.ts';

export const NO_QUERY = z.strictObject({});

/** An integer as the one way of writing it. */
export function integer(min: number, max: number, fallback: number) {
  const number = z.int().min(min).max(max);
  return z
    .preprocess((text) => (typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : text), number)
    .default(fallback);
}

export function flag(fallback: boolean) {
  return z
    .preprocess((text) => (text === 'true' ? true : text === 'false' ? false : text), z.boolean())
    .default(fallback);
}

/**
 * A path of ours to go back to, so that nobody is led to another site. Browsers drop tabs and line ends in an address and take
 * `\` for `/`: what reads `/<tab>/elsewhere` here would be `//elsewhere` there.
 */
export const ownPath = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[!-~]*$/)
  .default('/');

/** Checks a query or a body. The problem names what is known here, never what was sent. */
export function checked<Value>(schema: z.ZodType<Value>, given: unknown, what: 'parameter' | 'key'): Value {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({code, path, message}) =>
    code === 'unrecognized_keys' || path.length === 0
      ? {[what]: null, problem: `unknown ${what}`}
      : {[what]: String(path[0]), problem: message},
  );
  throw new Problem(400, {detail: `a ${what} is not as it should be`, members: {errors}});
}
