export interface Bar {
  name: string;
  value: number;
  note: string;
}

interface Properties {
  title: string;
  bars: Bar[];
  none: string;
}

export function Bars({ title, bars, none }: Properties) {
  const whole = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <section class="panel" aria-label={title}>
      <div class="panel-head">
        <h2>{title}</h2>
      </div>
      {bars.length === 0 && <p class="sub">{none}</p>}
      <ul class="bars">
        {bars.map(({ name, value, note }) => (
          <li key={name}>
            <span class="row">
              <span>{name}</span>
              <span class="muted number">{note}</span>
            </span>
            <svg aria-hidden="true">
              <rect width={`${(100 * value) / whole}%`} height="6" />
            </svg>
          </li>
        ))}
      </ul>
    </section>
  );
}
