import type {AgendaBackend, JobRepository} from 'agenda';

/** A backend that can be cut off for good: nothing its user does arrives any more, as if the process had died. */
export function cuttable(inner: AgendaBackend): {backend: AgendaBackend; cut: () => void} {
  let isCut = false;
  const repository = new Proxy(inner.repository, {
    get: (target, name: keyof JobRepository) => {
      const method = target[name] as unknown;
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => (isCut ? Promise.reject(new Error('cut off')) : method.apply(target, given));
    },
  });
  return {
    backend: {
      name: inner.name,
      ownsConnection: false,
      repository,
      connect: () => inner.connect(),
      disconnect: async () => {},
    },
    cut: () => {
      isCut = true;
    },
  };
}
