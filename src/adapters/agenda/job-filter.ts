import {isDeepStrictEqual} from 'node:util';
import type {JobParameters, JobsQueryOptions, JobsSort, RemoveJobsOptions} from 'agenda';

type Filter = RemoveJobsOptions & Pick<JobsQueryOptions, 'search' | 'includeDisabled'>;
type Test = (job: JobParameters) => boolean;

/** The tests that a filter asks for; one that holds nothing asks for none. */
export function testsOf(filter: Filter): Test[] {
  const {id, ids, name, names, notNames, search, data, includeDisabled} = filter;
  const tests: Test[] = [];
  if (id) tests.push((job) => job._id === String(id));
  else if (ids?.length) tests.push((job) => ids.some((each) => job._id === String(each)));
  if (name) tests.push((job) => job.name === name);
  else if (names?.length) tests.push((job) => names.includes(job.name));
  else if (notNames?.length) tests.push((job) => !notNames.includes(job.name));
  if (search) tests.push((job) => job.name.toLowerCase().includes(search.toLowerCase()));
  if (data !== undefined) tests.push((job) => covers(job.data, data));
  if (includeDisabled === false) tests.push((job) => job.disabled !== true);
  return tests;
}

/** Whether `value` has all that `part` has; what is no plain object must be equal. */
function covers(value: unknown, part: unknown): boolean {
  if (!isPlain(part)) return isDeepStrictEqual(value, part);
  return isPlain(value) && Object.entries(part).every(([key, each]) => covers(value[key], each));
}

/** By the fields of `sort`, in their order; what has no value stands before what has one. */
export function comparison(sort: JobsSort): (a: JobParameters, b: JobParameters) => number {
  const fields = Object.entries(sort) as [keyof JobsSort, 'asc' | 'desc'][];
  return (a, b) => {
    for (const [field, direction] of fields) {
      const order = compare(orderOf(a[field]), orderOf(b[field]));
      if (order !== 0) return direction === 'asc' ? order : -order;
    }
    return 0;
  };
}

function orderOf(value: unknown): string | number {
  if (value === undefined || value === null) return Number.NEGATIVE_INFINITY;
  if (value instanceof Date) return value.getTime();
  return typeof value === 'number' ? value : typeof value === 'string' ? value : JSON.stringify(value);
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : 1;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
