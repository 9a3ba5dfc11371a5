import type {PageContext} from './page.ts';

/** Words of programs, in English: for those who maintain the service, on demand. */
export function Technical({text, words}: {readonly text: string; readonly words: PageContext['words']}) {
  return (
    <details>
      <summary>{words.page.today.technical}</summary>
      <p>
        <samp>{text}</samp>
      </p>
    </details>
  );
}
