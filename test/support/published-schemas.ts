import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Content = Readonly<Record<string, {readonly schema: object}>>;
type Operation = {readonly responses: Readonly<Record<string, {readonly content?: Content}>>};
export type OpenApi = {readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>};

export type Answered = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly json: unknown;
};

export type Published = {readonly faultsOf: (answered: Answered) => string[]};

/** Compares answers with what the OpenAPI document says of them: status, media type, and the schema of JSON. */
export function publishedSchemas(document: unknown): Published {
  const ajv = new Ajv2020({strict: false, allErrors: true});
  (formats as unknown as {default: (to: Ajv2020) => void}).default(ajv);
  ajv.addSchema(document as object, 'api');
  const {paths} = document as OpenApi;
  const patterns = Object.keys(paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const compiled = new Map<string, ValidateFunction>();

  function validator(pointer: string): ValidateFunction {
    const known = compiled.get(pointer) ?? ajv.compile({$ref: `api#${pointer}`});
    compiled.set(pointer, known);
    return known;
  }

  return {
    faultsOf: ({method, path, status, type, json}) => {
      const pathname = path.replace(/\?.*$/s, '');
      const found = patterns.find(({pattern}) => pattern.test(pathname))?.path;
      const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
      const operation = found === undefined ? undefined : paths[found]![verb];
      // What is not there has no description but the problem's.
      if (!operation) return problemsOf(validator('/components/schemas/Problem'), json);
      const described = operation.responses[String(status)];
      if (!described) return [`${status} is not described`];
      if (method === 'HEAD' || !described.content) return [];
      const media = Object.keys(described.content).find((name) => type.startsWith(name));
      if (media === undefined) return [`${type} is not described`];
      if (!/json/.test(media) || media !== type.split(';')[0]) return [];
      if (found === '/openapi.json' && status === 200) return [];
      const encode = (text: string) => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));
      return problemsOf(
        validator(`/paths/${encode(found!)}/${verb}/responses/${status}/content/${encode(media)}/schema`),
        json,
      );
    },
  };
}

function problemsOf(validate: ValidateFunction, json: unknown): string[] {
  return validate(json) ? [] : (validate.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`);
}
