// A configuration whose models are behaviours of the fake provider.
//
// All are cheap and weak but for `large`, the strong one. Questions name no behaviour: words like
// "refusal" or "json" would change what is analyzed and checked. A `judge` is one more model.
// Tests fail on purpose all the time: the server's retry budget would run out.
export const strong = 'fake/large';
export const cheap = 'fake/small';

const model = (name, price, quality) => `  - id: fake/${name}
    provider: fake
    name: ${name}
    price: { input: ${price}, output: ${price * 4} }
    quality: ${quality}
    context_window: 100000
    tools: true
    json_mode: true
`;

export function fakeConfig(provider, behaviours = [], { chain = '', server = '', judge = 'none' } = {}) {
  const names = ['small', ...behaviours.map((name) => `fake-${name}`)];
  return `server:
  port: 0
${server}chain:
  judge: ${judge}
  timeouts:
    connect: 500ms
    first_token: 700ms
    gap: 700ms
    total: 10s
  retry_budget: { per_second: 1000 }
${chain}providers:
  - name: fake
    type: openai
    base_url: ${provider.url}/v1
    api_key: \${FAKE_KEY}
models:
${names.map((name) => model(name, 0.1, 0.3)).join('')}${model('large', 5, 0.95)}${judge === 'none' ? '' : model(judge.replace('fake/', ''), 6, 0.99)}`;
}

export const fakeEnvironment = { FAKE_KEY: 'test-key' };
