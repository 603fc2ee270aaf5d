// One or two lines over time. The numbers are also there as a table for those who do not see the picture.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../ui/theme';

export interface Line {
  name: string;
  values: (number | null)[];
}

interface Properties {
  title: string;
  time: number[]; // unix seconds
  span: number; // seconds that are shown, back from the last point
  lines: [Line] | [Line, Line];
  show: (value: number) => string;
}

const height = 190;

function clock(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

function optionsFor({ title, lines, show, span }: Properties, width: number, box: HTMLElement): uPlot.Options {
  const colour = (name: string) => getComputedStyle(box).getPropertyValue(name).trim();
  // Canvas knows no light-dark(): an element resolves it.
  const resolved = (name: string) => {
    const probe = document.createElement('i');
    probe.style.color = `var(${name})`;
    box.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value || colour(name);
  };
  const axis = { stroke: resolved('--muted'), grid: { stroke: resolved('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
  const first = resolved('--accent');
  const strokes = [first, resolved('--warn')];
  return {
    width,
    height,
    class: title.toLowerCase().replace(/\W+/g, '-'),
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    legend: { show: false },
    scales: { x: { range: (_, __, max) => [max - span, max] }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] } },
    axes: [{ ...axis, size: 28, values: (_, ticks) => ticks.map(clock) }, { ...axis, size: 64, values: (_, ticks) => ticks.map(show) }],
    series: [
      {},
      ...lines.map((line, i) => ({
        label: line.name,
        stroke: strokes[i] ?? first,
        width: 2,
        spanGaps: true,
        points: { show: line.values.filter((v) => v !== null).length < 2 },
        ...(i === 1 ? { dash: [6, 4] } : { fill: first.replace('rgb(', 'rgba(').replace(')', ', 0.08)') }),
      })),
    ],
  };
}

export function TimeChart(properties: Properties) {
  const { title, time, lines, show } = properties;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const data = [time, ...lines.map((line) => line.values)] as uPlot.AlignedData;
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    const made = new uPlot(optionsFor(properties, area.clientWidth, area), data, area);
    chart.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: area.clientWidth, height }));
    sizes.observe(area);
    return () => {
      sizes.disconnect();
      made.destroy();
    };
  }, [theme.value, properties.span]);
  useEffect(() => chart.current?.setData(data), [time]);
  const latest = (line: Line) => line.values.findLast((value) => value !== null) ?? null;
  return (
    <section class="panel" aria-label={title}>
      <div class="panel-head">
        <h2>{title}</h2>
        <span class="legend">
          {lines.map((line, i) => (
            <span key={line.name}>
              <i class={i === 0 ? 'line-1' : 'line-2 second'} />
              {line.name}
            </span>
          ))}
        </span>
      </div>
      <div class="chart" ref={box} role="img" aria-label={lines.map((line) => `${line.name}: lately ${told(latest(line), show)}`).join(', ')} />
    </section>
  );
}

function told(value: number | null, show: (value: number) => string): string {
  return value === null ? 'nothing' : show(value);
}
