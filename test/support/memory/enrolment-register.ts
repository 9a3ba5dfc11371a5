import type {EnrolmentRegister, RegisterPart} from '../../../src/application/ports/enrolment-register.ts';

/** Sealed parts in this process's memory. */
export function memoryEnrolmentRegister(): EnrolmentRegister {
  const kept = new Map<string, RegisterPart>();
  const keyOf = ({shelf, source, part}: RegisterPart) => [shelf, source, String(part).padStart(9, '0')].join('\0');
  return {
    add: async (parts) => {
      for (const part of parts) kept.set(keyOf(part), part);
    },
    async *parts(shelf) {
      for (const key of [...kept.keys()].sort()) {
        const part = kept.get(key);
        if (part?.shelf === shelf) yield part;
      }
    },
    shelves: async () => [...new Set([...kept.values()].map(({shelf}) => shelf))],
    remove: async (shelf, sources) => {
      for (const [key, part] of [...kept])
        if (part.shelf === shelf && (sources === null || sources.includes(part.source))) kept.delete(key);
    },
  };
}
