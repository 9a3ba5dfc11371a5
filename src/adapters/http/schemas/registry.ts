import {z} from 'zod';
import {GROUP_LETTERS} from '../../../domain/ids.ts';
import {TABLES} from '../../../domain/tables.ts';

/** The documents that are answered, by the names they have in `/openapi.json`. */
export const SCHEMAS = z.registry<{id: string}>();

/** Puts a document into the description under a name. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  SCHEMAS.add(schema, {id});
  return schema;
}

export const count = z.int().min(0);
export const instant = z.iso.datetime();
export const zoned = z.iso.datetime({offset: true});
export const table = z.enum(TABLES);

export const letters = <Group extends z.ZodType>(group: Group) => z.partialRecord(z.enum(GROUP_LETTERS), group);
export const success = z.literal(true);
