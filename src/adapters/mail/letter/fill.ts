import {FRAGMENTS} from './template/mail.generated.ts';

type Fragments = typeof FRAGMENTS;
type Placeholders<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** A part of the mail's template with html in its places; a place that is left out does not compile. */
export function fill<Name extends keyof Fragments>(
  name: Name,
  values: Readonly<Record<Placeholders<Fragments[Name]>, string>>,
): string {
  const given: Readonly<Record<string, string>> = values;
  return FRAGMENTS[name].replace(/\{\{(\w+)\}\}/g, (_, place: string) => given[place]!);
}
