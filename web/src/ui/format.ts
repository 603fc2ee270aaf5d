// Numbers as people read them.

export function dollars(amount: number | null | undefined): string {
  if (amount === null || amount === undefined) return 'unknown cost';
  if (amount === 0) return '$0';
  const size = Math.abs(amount);
  if (size >= 100) return '$' + amount.toFixed(0);
  if (size >= 1) return '$' + amount.toFixed(2);
  // Two digits that count, however small.
  const digits = Math.min(7, Math.max(3, 1 - Math.floor(Math.log10(size))));
  return '$' + amount.toFixed(digits).replace(/(\.\d{2}\d*?)0+$/, '$1');
}

export function milliseconds(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  if (ms === 0) return '0\u00a0ms';
  if (ms < 10) return ms.toFixed(1) + '\u00a0ms';
  if (ms < 1000) return ms.toFixed(0) + '\u00a0ms';
  if (ms < 60_000) return (ms / 1000).toFixed(1) + '\u00a0s';
  return `${Math.floor(ms / 60_000)}\u00a0min ${Math.round((ms % 60_000) / 1000)}\u00a0s`;
}

export function count(n: number): string {
  if (n < 10_000) return String(Math.round(n));
  if (n < 1_000_000) return (n / 1000).toFixed(n < 100_000 ? 1 : 0) + 'k';
  return (n / 1_000_000).toFixed(1) + 'M';
}

export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  return ((100 * part) / whole).toFixed(part === whole || part === 0 ? 0 : 1) + ' %';
}

export function ago(then: number, now: number = Date.now()): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return new Date(then).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}
