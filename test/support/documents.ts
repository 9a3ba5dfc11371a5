import {readdirSync, readFileSync} from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** What people read, by its path from the root of the project. */
export const DOCUMENTS: ReadonlyMap<string, string> = new Map(
  ['README.md', 'CHANGELOG.md', ...readdirSync(new URL('docs', ROOT)).filter((it) => it.endsWith('.md')).map((it) => `docs/${it}`)] // biome-ignore format: a list
    .map((path) => [path, readFileSync(new URL(path, ROOT), 'utf8')]),
);

const PROGRAMS =
  /^(?:[A-Z_]+=\S+ )*(?:npm|npx|node|bash|softcollection|head|tail|grep|comm|curl|sha256sum|tar|kubectl|docker|systemctl|systemd-\w+|systemd-analyze|openssl|sqlite3|apt-get|mongodump|promtool|kill|\/opt\/\S+) \S/;

export type Command = {readonly command: string; readonly file: string};

/** Each command that a document names, once, but for those of the first day, which have a test of their own: indented, or in a line as `code`; without its comment, and without npx. */
export function documentedCommands(): Command[] {
  const found = new Map<string, string>();
  for (const [file, text] of DOCUMENTS) {
    if (file === 'CHANGELOG.md' || file === 'docs/first-day.md') continue;
    for (const given of commandsOf(text)) {
      const command = given.replace('npx softcollection', 'softcollection');
      if (!found.has(command)) found.set(command, file);
    }
  }
  return [...found].map(([command, file]) => ({command, file}));
}

/** Each statement of the blocks of SQL, with its document; without comments. */
export function documentedSql(): {readonly sql: string; readonly file: string}[] {
  return [...DOCUMENTS].flatMap(([file, text]) => sqlOf(text).map((sql) => ({sql, file})));
}

export function sqlOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```sql\n(.*?)^```/gms)].map(([, block]) => block!.replace(/^--.*$/gm, ''));
  return blocks.flatMap((block) => block.split(/;\s*$/m).map((sql) => sql.trim())).filter((sql) => sql !== '');
}

/** A command that goes on behind a backslash is one. */
export function commandsOf(text: string): string[] {
  const lines = text
    .replace(/ *\\\n +/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, indented] = /^ {4,}(\S.*)$/.exec(line) ?? [];
      return indented ? [indented.replace(/ {2,}#.*$/, '')] : [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
    });
  return lines.map((line) => line.trim()).filter((line) => PROGRAMS.test(line));
}

/** The places that a document can be linked at, as GitHub names them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const bare = text.replace(/^```.*?^```/gms, '');
  return new Set([...bare.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!)));
}

function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-'); // biome-ignore format: steps
}

/** Where a document leads to. */
export function linksOf(text: string): string[] {
  const bare = text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');
  return [...bare.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
}
