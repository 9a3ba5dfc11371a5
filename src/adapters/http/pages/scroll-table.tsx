import type {ComponentChildren} from 'preact';

type Parts = {readonly caption: string; readonly children: ComponentChildren};

/** A table that scrolls by itself where it is wider than the page. */
export function ScrollTable({caption, children}: Parts) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section class="scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption>
          <span>{caption}</span>
        </caption>
        {children}
      </table>
    </section>
  );
}

/** Its first row; heads from `numbers` on stand over figures, up to `words`. */
export function Heads({heads, numbers = heads.length, words = heads.length}: HeadsProps) {
  return (
    <thead>
      <tr>
        {heads.map((head, at) => (
          <th scope="col" key={head} class={at >= numbers && at < words ? 'number' : undefined}>
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type HeadsProps = {readonly heads: readonly string[]; readonly numbers?: number; readonly words?: number};
