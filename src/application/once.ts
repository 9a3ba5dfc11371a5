/** Made when it is first asked for, and then kept. */
export function once<Result>(make: () => Result): () => Result {
  let made: {readonly result: Result} | null = null;
  return () => {
    made ??= {result: make()};
    return made.result;
  };
}
