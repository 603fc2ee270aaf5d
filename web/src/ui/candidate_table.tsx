import type { Candidate } from '../api/types';
import { dollars } from './format';

function signed(term: number | undefined): string {
  if (term === undefined) return '–';
  return (term > 0 ? '+' : term < 0 ? '−' : '') + Math.abs(term).toFixed(3);
}

interface Properties {
  candidates: Candidate[];
  chosen: string;
}

// Every model that was looked at: what is expected of it, and why it was left out.
export function CandidateTable({ candidates, chosen }: Properties) {
  if (!candidates?.length) return null;
  return (
    <div class="table" tabIndex={0} role="region" aria-label="Candidates">
      <table class="candidates">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Expected quality</th>
            <th scope="col">Cost</th>
            <th scope="col" title="What its price adds">Price</th>
            <th scope="col" title="What its speed adds">Speed</th>
            <th scope="col">Total</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((candidate) => (
            <tr key={candidate.model} class={candidate.model === chosen ? 'chosen' : candidate.dropped ? 'dropped' : ''}>
              <th scope="row">
                {candidate.model}
                {candidate.model === chosen && <span class="tag">chosen</span>}
              </th>
              {candidate.dropped ? (
                <td colSpan={5}>left out: {candidate.dropped}</td>
              ) : (
                <>
                  <td class="number">{candidate.quality?.toFixed(2) ?? '–'}</td>
                  <td class="number">{dollars(candidate.cost)}</td>
                  <td class="number">{signed(candidate.priceTerm)}</td>
                  <td class="number">{signed(candidate.speedTerm)}</td>
                  <td class="number">{candidate.utility?.toFixed(3) ?? '–'}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
