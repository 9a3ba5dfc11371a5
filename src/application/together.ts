/** All answers, once all of the work has ended, or the first failure. `Promise.all` would leave the rest at work behind it. */
export async function together<Answer>(work: readonly Promise<Answer>[]): Promise<Answer[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
