// What the server says, as far as the page reads it. test/api_types.test.ts holds them against docs/openapi.json.

export type EventType = 'analyzing' | 'routing' | 'executing' | 'validating' | 'retrying' | 'complete' | 'error';

export interface Usage {
  input: number;
  output: number;
  cached: number;
  reasoning: number;
  estimated: boolean;
}

export interface Analysis {
  complexity: number;
  category: string;
  capabilities: string[];
  estimatedInputTokens: number;
  estimatedOutputTokens: number;
  difficulty: number;
  need: number;
  confidence: number;
  reasoning: string;
}

export interface Candidate {
  model: string;
  quality?: number;
  cost?: number | null;
  priceTerm?: number;
  speedTerm?: number;
  utility?: number;
  dropped?: string;
}

export interface RoutingPlan {
  model: string;
  fallbackModels: string[];
  strategy: string;
  strategyReason?: string;
  estimatedCost: number | null;
  shouldValidate: boolean;
  fastPath: boolean;
  degraded: boolean;
  reasoning: string;
  candidates: Candidate[];
}

export interface Validation {
  verdict: 'valid' | 'invalid' | 'unknown';
  score: number;
  accuracy?: number;
  completeness?: number;
  issues: string[];
  reasoning: string;
  judge?: string;
}

export interface AttemptRecord {
  attempt: number;
  kind: string;
  model: string;
  validation?: Validation;
  usage?: Usage;
  cost: number | null;
  latencyMs: number;
  error?: ApiError;
  stopped?: boolean;
}

export interface ChainResult {
  requestId: string;
  response: string;
  model: string;
  totalCost: number | null;
  totalTokens: Usage;
  latencyMs: number;
  firstTokenMs: number;
  retryCount: number;
  validated: boolean;
  cacheHit: boolean;
  direct: boolean;
  analysis?: Analysis;
  routingPlan?: RoutingPlan;
  validation?: Validation;
  attempts: AttemptRecord[];
}

export interface ApiError {
  code: string;
  message: string;
}

export interface StreamEvent {
  type: EventType;
  stage: string;
  message: string;
  progress: number;
  metadata?: {
    analysis?: Analysis;
    routingPlan?: RoutingPlan;
    model?: string;
    retryCount?: number;
    content?: string;
    finished?: boolean;
    attempt?: number;
    cacheHit?: boolean;
    validation?: Validation;
    usage?: Usage;
    result?: ChainResult;
    error?: ApiError;
  };
}

export interface RouteAnswer {
  analysis: Analysis;
  routingPlan: RoutingPlan;
  cacheHit: boolean;
  direct: boolean;
}

export interface Fact<T> {
  value: T | null;
  origin: string;
}

export interface Model {
  id: string;
  provider: string;
  available: boolean;
  leftAlone?: { ms: number; reason: string };
  tier: Fact<string>;
  quality: Fact<number>;
  price: Fact<{ input: number; output: number }>;
  contextWindow: Fact<number>;
  chat: Fact<boolean>;
}

export interface ModelList {
  routing: string[];
  models: Model[];
}

export interface CacheState {
  size: number;
  totalHits: number;
  totalMisses: number;
  hitRate: number;
  capacity: number;
  evictions: number;
  expirations: number;
  entries: { key: string; model: string; hits: number; ageMs: number }[];
}

export interface Percentiles {
  p50: number;
  p90: number;
  p99: number;
}

// What grew in one step, or in the whole range.
export interface StatsMembers {
  requests: number;
  refused: number;
  failed: number;
  costUsd: number;
  strongestCostUsd: number;
  inputTokens: number;
  outputTokens: number;
  cacheHits: number;
  cacheMisses: number;
  escalations: number;
  fallbacks: number;
  latencyMs: Percentiles | null;
  firstTokenMs: Percentiles | null;
}

export interface Stats {
  range: string;
  stepSeconds: number;
  points: (StatsMembers & { at: number })[]; // unix seconds, oldest first
  totals: StatsMembers & {
    validations: { valid: number; invalid: number; unknown: number };
    errors: Record<string, number>;
    byModel: { model: string; answers: number; failed: number; costUsd: number }[];
  };
  now: { inFlight: number; connections: number; cacheEntries: number };
  models: { model: string; breaker: 'closed' | 'half_open' | 'open'; leftAloneMs: number }[];
}

export interface Decision {
  id: string;
  at: string;
  category: string;
  complexity: number;
  need: number;
  model: string;
  cached: boolean;
  outcome: 'answered' | 'failed' | 'cancelled';
  attempts: { model: string; outcome: string; score: number | null; costUsd: number | null; latencyMs: number }[];
  score: number | null;
  costUsd: number | null;
  strongestCostUsd: number | null;
  firstTokenMs: number | null;
  totalMs: number;
  promptTokens: number;
  completionTokens: number;
}

export interface DecisionPage {
  decisions: Decision[];
  nextCursor: string | null;
}

export interface Explanation {
  decision: Decision;
  candidates: Candidate[];
  runnerUp: { model: string; costUsd: number | null } | null;
  replay: { model: string | null; same: boolean } | null;
}

export interface AnalyticsGroup {
  runs: number;
  share: number;
  retryRate: number;
  costUsd: number;
  score: number | null;
}

export interface Analytics {
  totals: { runs: number; savedUsd: number };
  byCategory: (AnalyticsGroup & { category: string })[];
  byComplexity: (AnalyticsGroup & { complexity: string | number })[];
  retryRate: number;
}

export interface RoutingHealth {
  status: 'learning' | 'better' | 'notBetter' | 'off';
  because?: string;
  routing?: string;
  outcomes?: number; // absent when nothing is learned
  good?: number;
  auc?: number;
  aucInterval?: [number, number];
  calibrationError?: number;
  byModel?: { model: string; outcomes: number; predicted: number; score: number }[];
}
