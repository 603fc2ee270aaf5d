// The settings of a message, folded away behind one button.
import { useEffect, useRef } from 'preact/hooks';
import { isDefault, defaultKnobs, type Knobs } from '../run/knobs';
import { Icon } from './icon';

interface Properties {
  value: Knobs;
  onChange: (knobs: Knobs) => void;
}

// Closes a <details> when the reader goes elsewhere.
function useClosing() {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const leave = (event: Event) => {
      if (box.current?.open && !box.current.contains(event.target as Node)) box.current.open = false;
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !box.current?.open) return;
      box.current.open = false;
      box.current.querySelector('summary')?.focus();
      event.preventDefault();
    };
    addEventListener('pointerdown', leave);
    addEventListener('keydown', escape, true);
    return () => {
      removeEventListener('pointerdown', leave);
      removeEventListener('keydown', escape, true);
    };
  }, []);
  return box;
}

export function KnobPanel({ value, onChange }: Properties) {
  const box = useClosing();
  return (
    <details class="knobs" ref={box}>
      <summary aria-label="Settings of this message" title="Settings">
        <Icon name="sliders" />
        {!isDefault({ ...value, model: 'auto' }) && <span class="dot" aria-label="changed" role="img" />}
      </summary>
      <div class="knob-sheet">
        <KnobFields value={value} onChange={onChange} />
        <button type="button" class="quiet" onClick={() => onChange({ ...defaultKnobs, model: value.model })}>
          As configured
        </button>
      </div>
    </details>
  );
}

function qualityName(quality: number | null): string {
  if (quality === null) return 'as configured';
  return quality <= 0.25 ? `${quality.toFixed(2)}, cheap` : quality >= 0.75 ? `${quality.toFixed(2)}, good` : quality.toFixed(2);
}

export function KnobFields({ value, onChange }: Properties) {
  const set = (change: Partial<Knobs>) => onChange({ ...value, ...change });
  return (
    <div class="knob-fields">
      <label>
        <span>
          Quality <span class="muted">{qualityName(value.quality)}</span>
        </span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.05"
          value={value.quality ?? 0.5}
          aria-valuetext={qualityName(value.quality)}
          onInput={(event) => set({ quality: Number(event.currentTarget.value) })}
        />
      </label>
      <label>
        <span>Strategy</span>
        <select value={value.strategy} onChange={(event) => set({ strategy: event.currentTarget.value as Knobs['strategy'] })}>
          <option value="">as configured</option>
          <option value="single">single: one model after the other</option>
          <option value="speculative">speculative: a strong one races when the cheap one is slow</option>
          <option value="ensemble">ensemble: several answer at once</option>
        </select>
      </label>
      <label>
        <span>At most, in dollars</span>
        <input
          type="number"
          min="0"
          step="any"
          inputMode="decimal"
          placeholder="no limit"
          value={value.maxCost ?? ''}
          onInput={(event) => {
            const amount = event.currentTarget.valueAsNumber;
            set({ maxCost: Number.isFinite(amount) && amount >= 0 ? amount : null });
          }}
        />
      </label>
      <label>
        <span>Check the answer</span>
        <select
          value={value.validate === null ? '' : String(value.validate)}
          onChange={({ currentTarget: { value: chosen } }) => set({ validate: chosen === '' ? null : chosen === 'true' })}
        >
          <option value="">as configured</option>
          <option value="true">yes</option>
          <option value="false">no</option>
        </select>
      </label>
      <label class="check">
        <input type="checkbox" checked={value.cache} onChange={(event) => set({ cache: event.currentTarget.checked })} />
        <span>Use remembered routes</span>
      </label>
    </div>
  );
}
