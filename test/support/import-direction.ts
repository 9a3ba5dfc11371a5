import {posix} from 'node:path';

/** Source texts by their path from the repository's root: `src/domain/run.ts`. */
export type Sources = Readonly<Record<string, string>>;

const IMPORTS = [
  /\b(?:import|export)\b[^;'"()]*?\bfrom\s*(['"])(.+?)\1/g,
  /\bimport\s*(['"])(.+?)\1/g,
  /\b(?:import|require)\s*\(\s*(['"`])(.+?)\1/g,
];
const READS_ENVIRONMENT = [
  /\bprocess\s*(?:\?\.|\.)\s*env\b/,
  /\bprocess\s*(?:\?\.)?\[\s*['"`]env\b/,
  /\{[^{}]*\benv\b[^{}]*\}\s*=\s*process\b/,
  /\bimport\b[^;'"]*\benv\b[^;'"]*\bfrom\s*['"](?:node:)?process['"]/,
];
const CLOCK_OR_RANDOM =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\b|\b(?:process|console|crypto)\./;
/** What each room of the application may import besides itself, `ports`, the files beside the rooms, and the domain. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  ports: [],
  events: [],
  words: [],
  notify: ['words', 'events'],
  run: ['notify', 'events'],
  verify: ['run', 'events'],
  service: ['run', 'notify', 'events'],
  import: [],
  state: ['events'],
  checks: ['service', 'verify', 'run', 'events'],
};
const CONTAINER = ['inversify', 'reflect-metadata'];

/** Every way in which the sources break the house's directions; none is good. */
export function findViolations(sources: Sources): string[] {
  return Object.entries(sources).flatMap(([file, text]) => {
    const code = withoutComments(text);
    const imported = importsOf(code).flatMap((specifier) => {
      const why = refuse(file, specifier);
      return why ? [`${file} imports ${specifier}: ${why}`] : [];
    });
    return [...imported, ...usageOf(file, code)];
  });
}

function refuse(file: string, specifier: string): string | null {
  const relative = specifier.startsWith('.');
  if (!relative && CONTAINER.includes(specifier) && !file.startsWith('src/bootstrap/')) return 'only bootstrap may';
  const target = relative ? posix.join(posix.dirname(file), specifier) : null;
  const [, layer, technology] = file.split('/');
  switch (layer) {
    case 'domain':
      return specifier.startsWith('./') && within(target, 'src/domain/') ? null : 'domain imports only itself';
    case 'application':
      if (!within(target, 'src/domain/', 'src/application/')) return 'application imports only domain and itself';
      return inRoom(file, target) ? null : 'no way leads from that room of the application to this one';
    case 'adapters':
      return target === null || within(target, 'src/domain/', 'src/application/', `src/adapters/${technology}/`)
        ? null
        : 'an adapter imports only domain, application, itself and packages';
    case 'bootstrap':
      return target === null || within(target, 'src/') ? null : 'the sources import only sources';
    default:
      return 'the file stands in no layer';
  }
}

/** Files that stand beside the rooms serve them all and know only ports. */
function inRoom(file: string, target: string | null): boolean {
  const [room, aim] = [roomOf(file), roomOf(target ?? '')];
  if (aim === null || aim === room || aim === 'ports') return true;
  return room !== null && (ROOMS[room] ?? []).includes(aim);
}

function roomOf(file: string): string | null {
  return /^src\/application\/([^/]+)\//.exec(file)?.[1] ?? null;
}

function usageOf(file: string, code: string): string[] {
  const environment = !file.startsWith('src/bootstrap/') && READS_ENVIRONMENT.some((reading) => reading.test(code));
  const impure = file.startsWith('src/domain/') && CLOCK_OR_RANDOM.test(code);
  return [
    ...(environment ? [`${file} reads process.env: only bootstrap may`] : []),
    ...(impure ? [`${file} reads a clock, chance or the process: domain is pure`] : []),
  ];
}

function importsOf(code: string): string[] {
  return IMPORTS.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[2]!));
}

function within(target: string | null, ...folders: string[]): boolean {
  return target !== null && folders.some((folder) => target.startsWith(folder));
}

/** Only whole lines: what else looks like a comment may stand in a string. */
function withoutComments(text: string): string {
  return text.replace(/^\s*(?:\/\/|\/\*|\*\s|\*\/|\*$).*$/gm, '');
}
