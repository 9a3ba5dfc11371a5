import {excerpt} from './masks.ts';
import {VARIABLE_NAMES, VARIABLES, type Values, type Variable, type VariableName} from './variables.ts';

/** What is wrong with a variable. `got` is left out if nothing was given, or if it is a secret. */
export type Fault = {readonly variable: string; readonly expected: string; readonly got?: string};

type TextName = {[Name in VariableName]: string extends Values[Name] ? Name : never}[VariableName];

/** The variables' values, and the faults found so far. A faulty one has its default's value. */
export type Given = {
  readonly values: Values;
  readonly faults: Fault[];
  isSet(name: VariableName): boolean;
  /** A fault if the variable is not set. */
  expect(name: VariableName, because: string): void;
  /** The value of a variable that is expected to be set. */
  need(name: TextName, because: string): string;
};

/** An empty text counts as unset. */
export function readGiven(texts: Readonly<Record<string, string | undefined>>): Given {
  const read = VARIABLE_NAMES.map((name) => ({name, ...readVariable(name, texts[name] || null)}));
  const values = Object.fromEntries(read.map(({name, value}) => [name, value])) as Values;
  const faults = read.flatMap((variable) => variable.faults);
  const isSet = (name: VariableName) => Boolean(texts[name]);
  const expect = (name: VariableName, because: string) => {
    if (!isSet(name)) faults.push({variable: name, expected: `${VARIABLES[name].expected}; required ${because}`});
  };
  const need = (name: TextName, because: string) => {
    expect(name, because);
    return values[name] ?? '';
  };
  return {values, faults, isSet, expect, need};
}

function readVariable(name: VariableName, text: string | null): {value: unknown; faults: Fault[]} {
  const {schema, expected, fallback, mask}: Variable = VARIABLES[name];
  const answer = schema.safeParse(text ?? fallback);
  if (answer.success) return {value: answer.data, faults: []};
  const faults = answer.error.issues.map((issue) => {
    const got = issue.code === 'custom' ? (issue.params?.got ?? text) : text;
    return {variable: name, expected: expected + linkHint(got), ...(mask ? {} : {got: excerpt(got)})};
  });
  return {value: schema.parse(fallback), faults};
}

/** Kubernetes writes `ORACLE_PORT=tcp://10.0.0.1:1521` into each pod beside a Service of the name `oracle`. */
function linkHint(got: string): string {
  return /^(tcp|udp|sctp):\/\//.test(got)
    ? " (it seems to be Kubernetes' own: set enableServiceLinks: false in the pod)"
    : '';
}

/** `PORT: expected an integer from 0 to 65535, got "http"` */
export function formatFault({variable, expected, got}: Fault): string {
  return `${variable}: expected ${expected}${got === undefined ? '' : `, got ${JSON.stringify(got)}`}`;
}
