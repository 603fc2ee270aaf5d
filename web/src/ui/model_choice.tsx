import { modelList, models } from '../api/models';

const names: Record<string, string> = {
  auto: 'Automatic',
  'auto:cheap': 'Automatic, cheap',
  'auto:balanced': 'Automatic, balanced',
  'auto:best': 'Automatic, best',
};

interface Properties {
  label: string;
  value: string;
  routing?: boolean; // whether the names that ask for routing are offered
  onChange: (model: string) => void;
}

export function ModelChoice({ label, value, routing = true, onChange }: Properties) {
  const routes = modelList.value?.routing ?? ['auto'];
  return (
    <select class="model-choice" aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {routing && (
        <optgroup label="Routed">
          {routes.map((name) => (
            <option key={name} value={name}>
              {names[name] ?? name}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label="Always this one">
        {models.value.map(({ id }) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </optgroup>
    </select>
  );
}
