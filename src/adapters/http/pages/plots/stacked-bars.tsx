import {percent} from './percent.ts';

type Series = {readonly name: string; readonly values: readonly number[]};

type Props = {
  readonly title: string;
  readonly description: string;
  /** What each column is of. */
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly number: (n: number) => string;
};

const MOST_LABELS = 8;

/** Columns of stacked parts, drawn on the server: no style, no script, and as sharp on paper. */
export function StackedBars({title, description, labels, series, number}: Props) {
  const totals = labels.map((_, at) => series.reduce((sum, {values}) => sum + (values[at] ?? 0), 0));
  const top = niceAbove(Math.max(1, ...totals));
  const every = Math.ceil(labels.length / MOST_LABELS);
  const across = (columns: number) => percent(columns / Math.max(1, labels.length));
  return (
    <figure>
      <svg class="plot" role="img" aria-label={`${title}. ${description}`}>
        <title>{title}</title>
        <desc>{description}</desc>
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line class="axis" x1="0" x2="100%" y1={percent(1 - part)} y2={percent(1 - part)} />
            <text class="tick" x="-6" y={percent(1 - part)} dy="0.35em" text-anchor="end">
              {number(top * part)}
            </text>
          </g>
        ))}
        {labels.map((label, at) => (
          <g key={label}>
            {partsOf(at).map(({name, from, value}, nth) => (
              <rect
                key={name}
                class={`part${nth}`}
                x={across(at + 0.1)}
                y={percent(1 - (from + value) / top)}
                width={across(0.8)}
                height={percent(value / top)}
              />
            ))}
            {at % every === 0 && at + every <= labels.length && (
              <text class={(at / every) % 2 ? 'tick every-other' : 'tick'} x={across(at)} y="100%" dy="1.4em">
                {label}
              </text>
            )}
          </g>
        ))}
      </svg>
      <figcaption>
        <ul class="legend">
          {series.map(({name}, nth) => (
            <li key={name}>
              <svg viewBox="0 0 12 12" aria-hidden="true">
                <rect class={`part${nth}`} width="12" height="12" />
              </svg>{' '}
              {name}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );

  function partsOf(at: number) {
    let from = 0;
    return series.map(({name, values}) => {
      const value = values[at] ?? 0;
      const part = {name, from, value};
      from += value;
      return part;
    });
  }
}

/** 1, 2 or 5 times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((times) => times * power >= value) ?? 10) * power;
}
