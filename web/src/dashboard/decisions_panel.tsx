// The last decisions, newest first. Without the endpoint, or the right to it, there is no panel.
import { useEffect, useState } from 'preact/hooks';
import { askIfThere } from '../api/client';
import type { Decision, DecisionPage, Model } from '../api/types';
import { dollars, milliseconds } from '../ui/format';
import { DecisionDetail } from './decision_detail';
import { useLive } from './use_live';

const categories = ['code', 'research', 'creative', 'analysis', 'chat'];
const outcomes = ['answered', 'failed', 'cancelled'];

interface Filters {
  model: string;
  category: string;
  outcome: string;
  cached: string;
}

function Choice({ label, value, options, onChange }: { label: string; value: string; options: string[]; onChange: (value: string) => void }) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{label}: all</option>
      {options.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Row({ decision, open, onOpen }: { decision: Decision; open: boolean; onOpen: () => void }) {
  return (
    <>
      <tr onClick={onOpen}>
        <td>
          <button type="button" class="link number" aria-expanded={open}>
            {new Date(decision.at).toLocaleTimeString()}
          </button>
        </td>
        <td>
          {decision.category} <span class="muted number">{decision.complexity}/10</span>
        </td>
        <td>
          {decision.cached && <span title="The route was remembered">💾 </span>}
          {decision.model}
          {decision.attempts.length > 1 && <span class="muted"> ({decision.attempts.length} calls)</span>}
        </td>
        <td>{decision.outcome}</td>
        <td class="number">{decision.score ?? '–'}</td>
        <td class="number">{dollars(decision.costUsd)}</td>
        <td class="number">{milliseconds(decision.totalMs)}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={7}>
            <DecisionDetail id={decision.id} known={decision} />
          </td>
        </tr>
      )}
    </>
  );
}

export function DecisionsPanel({ models }: { models: Model[] }) {
  const [filters, setFilters] = useState<Filters>({ model: '', category: '', outcome: '', cached: '' });
  const [more, setMore] = useState<DecisionPage | null>(null);
  const [open, setOpen] = useState('');
  const query = new URLSearchParams({ limit: '20' });
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
  const live = useLive<DecisionPage>(`/api/decisions?${query}`, 5);
  useEffect(() => setMore(null), [String(query)]);
  if (!live.data) return null;

  // What was loaded behind the first page stays as it was; the first page goes on.
  const fresh = live.data.decisions;
  const known = new Set(fresh.map(({ id }) => id));
  const decisions = [...fresh, ...(more?.decisions ?? []).filter(({ id }) => !known.has(id))];
  const cursor = more ? more.nextCursor : live.data.nextCursor;
  const load = async () => {
    if (!cursor) return;
    query.set('cursor', cursor);
    const next = await askIfThere<DecisionPage>(`/api/decisions?${query}`);
    if (next) setMore({ decisions: [...(more?.decisions ?? []), ...next.decisions], nextCursor: next.nextCursor });
  };
  const set = (name: keyof Filters) => (value: string) => setFilters({ ...filters, [name]: value });
  return (
    <section class="panel" aria-label="Decisions">
      <div class="panel-head">
        <h2>Decisions</h2>
        <div class="filters">
          <Choice label="Model" value={filters.model} options={models.map(({ id }) => id)} onChange={set('model')} />
          <Choice label="Category" value={filters.category} options={categories} onChange={set('category')} />
          <Choice label="Outcome" value={filters.outcome} options={outcomes} onChange={set('outcome')} />
          <Choice label="Cached" value={filters.cached} options={['true', 'false']} onChange={set('cached')} />
        </div>
      </div>
      {decisions.length === 0 && <p class="sub">No decision like that.</p>}
      {decisions.length > 0 && (
        <div class="table" tabIndex={0} role="region" aria-label="The last decisions">
          <table class="decisions">
            <thead>
              <tr>
                {['Time', 'Message', 'Model', 'Outcome', 'Score', 'Cost', 'Time taken'].map((name) => (
                  <th scope="col" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {decisions.map((decision) => (
                <Row
                  key={decision.id}
                  decision={decision}
                  open={open === decision.id}
                  onOpen={() => setOpen(open === decision.id ? '' : decision.id)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {cursor && (
        <button type="button" class="quiet" onClick={load}>
          Earlier ones
        </button>
      )}
    </section>
  );
}
