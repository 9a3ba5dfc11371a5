/** Waits until all of the work has ended; then all answers, or the first failure in their order. `Promise.all` leaves the rest at work. */
export async function allSettledOrThrow<Work extends readonly Promise<unknown>[] | []>(
  work: Work,
): Promise<{-readonly [Place in keyof Work]: Awaited<Work[Place]>}> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
