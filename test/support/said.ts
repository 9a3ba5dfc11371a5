import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {simpleParser} from 'mailparser';
import type {Installation} from './installation.ts';

/** A text that the product made, and where it stands. */
export type Said = {readonly where: string; readonly text: string};

/** All mails: as they stand in the file, and decoded with headers, both bodies and attachments. */
export async function mailsOf(at: Installation): Promise<Said[]> {
  const folder = join(at.data, 'mail');
  const said = await Promise.all(
    readdirSync(folder).map(async (name): Promise<Said[]> => {
      const raw = readFileSync(join(folder, name));
      const {headerLines, subject, text, html, attachments} = await simpleParser(raw);
      const parts = [headerLines.map(({line}) => line).join('\n'), subject, text, html];
      return [
        {where: `${name}, name`, text: name},
        {where: `${name}, raw`, text: raw.toString('latin1')},
        {where: `${name}, decoded`, text: parts.join('\n')},
        ...attachments.map(({filename, content}) => ({where: `${name}, ${filename}`, text: content.toString()})),
      ];
    }),
  );
  return said.flat();
}

/** The state store: every value of every table as text, and the bytes of its files. */
export function stateOf(at: Installation): Said[] {
  const files = readdirSync(at.data).filter((name) => name.startsWith('state.db'));
  const bytes = files.map((name) => ({where: `${name}, bytes`, text: readFileSync(join(at.data, name), 'latin1')}));
  const db = at.open('state');
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    const dumps = tables.map((table) => ({
      where: `state.db, ${table}`,
      text: db.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw().all().flat().map(asText).join('\n'),
    }));
    return [...bytes, ...dumps];
  } finally {
    db.close();
  }
}

function asText(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('latin1') : String(value);
}
