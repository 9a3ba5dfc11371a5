import type {ComponentChildren} from 'preact';

type Parts = {readonly caption: string; readonly children: ComponentChildren};

/** A table that scrolls by itself where it is wider than the page. */
export function ScrollTable({caption, children}: Parts) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        {children}
      </table>
    </section>
  );
}

/** Its first row. */
export function Heads({heads}: {readonly heads: readonly string[]}) {
  return (
    <thead>
      <tr>
        {heads.map((head) => (
          <th scope="col" key={head}>
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}
