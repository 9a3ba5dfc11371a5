type Series = {readonly name: string; readonly values: readonly number[]};

type Props = {
  readonly title: string;
  readonly description: string;
  /** What each column is of. */
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly number: (n: number) => string;
};

/** In units of the picture, which scales with the page. */
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [900, 260, 90, 26, 12];
const MOST_LABELS = 8;

/** Columns of stacked parts, drawn on the server: no style, no script, and as sharp on paper. */
export function StackedBars({title, description, labels, series, number}: Props) {
  const totals = labels.map((_, at) => series.reduce((sum, {values}) => sum + (values[at] ?? 0), 0));
  const top = niceAbove(Math.max(1, ...totals));
  const step = (WIDTH - LEFT) / Math.max(1, labels.length);
  const height = (value: number) => (value / top) * (HEIGHT - BOTTOM - TOP);
  const every = Math.ceil(labels.length / MOST_LABELS);
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}. ${description}`}>
        <title>{title}</title>
        <desc>{description}</desc>
        {[0, 0.5, 1].map((part) => {
          const y = HEIGHT - BOTTOM - height(top * part);
          return (
            <g key={part}>
              <line class="axis" x1={LEFT} x2={WIDTH} y1={y} y2={y} />
              <text class="tick" x={LEFT - 6} y={y + 4} text-anchor="end">
                {number(top * part)}
              </text>
            </g>
          );
        })}
        {labels.map((label, at) => (
          <g key={label}>
            {partsOf(at).map(({name, from, value}, nth) => (
              <rect
                key={name}
                class={`part${nth}`}
                x={round(LEFT + at * step + step * 0.1)}
                y={round(HEIGHT - BOTTOM - height(from + value))}
                width={round(step * 0.8)}
                height={round(height(value))}
              />
            ))}
            {at % every === 0 && (
              <text class="tick" x={round(LEFT + at * step)} y={HEIGHT - 6}>
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

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
