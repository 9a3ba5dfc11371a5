/** Whoever asks the same (as JSON) before it is answered gets that answer: the work is done once. */
export function sharedWhileAsked<Given, Answer>(work: (given: Given) => Promise<Answer>): typeof work {
  const asked = new Map<string, Promise<Answer>>();
  return (given) => {
    const key = JSON.stringify(given);
    const known = asked.get(key);
    if (known) return known;
    const answer = work(given).finally(() => asked.delete(key));
    asked.set(key, answer);
    return answer;
  };
}
