/** Waits until all of the work has ended; then all answers, or the first failure in their order. `Promise.all` leaves the rest at work. */
export async function allSettledOrThrow<Answer>(work: readonly Promise<Answer>[]): Promise<Answer[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
