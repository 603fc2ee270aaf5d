// A collector of OTLP traces over HTTP, as tests want it: it keeps what it gets, or fails in a chosen way.
import { createServer } from 'node:http';

export async function startCollector() {
  const collector = { spans: [], resources: [], exports: [], behaviour: 'ok', waiting: [] };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => (body += text));
    request.on('end', () => {
      collector.exports.push({ path: request.url, headers: request.headers, body });
      if (collector.behaviour === 'hang') return collector.waiting.push(response);
      if (collector.behaviour !== 'ok') return response.writeHead(Number(collector.behaviour)).end('{}');
      for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
        collector.resources.push(attributes(resource));
        for (const { spans } of scopeSpans) collector.spans.push(...spans.map((span) => ({ ...span, attributes: attributes(span) })));
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  collector.url = `http://127.0.0.1:${server.address().port}`;
  collector.stop = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return collector;
}

function attributes({ attributes: list }) {
  return Object.fromEntries(
    list.map(({ key, value }) => ['intValue' in value ? [key, Number(value.intValue)] : [key, Object.values(value)[0]]][0]),
  );
}
