// A bad network: passes bytes on, and tears a connection apart where it is told to.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

// How many bytes of an answer may still pass: up to its n-th event, or n bytes.
const limits = {
  events: (n) => {
    let seen = 0;
    let last = 0;
    return (bytes) => {
      for (let i = 0; i < bytes.length; ++i) {
        if (bytes[i] === 10 && last === 10 && ++seen === n) return i + 1;
        last = bytes[i];
      }
      return null;
    };
  },
  bytes: (n) => (bytes) => {
    if (n <= bytes.length) return n;
    n -= bytes.length;
    return null;
  },
};

// plan([...]) has one {events: n} or {bytes: n} for each of the next connections; the others live.
export async function startCuttingProxy(target) {
  const { hostname, port } = new URL(target);
  const proxy = { cuts: [], made: 0, sockets: new Set() };
  const server = createServer((client) => {
    const cut = proxy.cuts.shift();
    const [[kind, n]] = Object.entries(cut ?? { bytes: Infinity });
    const limit = limits[kind](n);
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      proxy.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        proxy.sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (bytes) => {
      const end = limit(bytes);
      if (end === null) return client.write(bytes);
      ++proxy.made;
      upstream.pause();
      client.write(bytes.subarray(0, end), () => {
        client.resetAndDestroy();
        upstream.destroy();
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.url = `http://127.0.0.1:${server.address().port}`;
  const clear = () => {
    for (const socket of proxy.sockets) socket.destroy();
  };
  proxy.plan = (cuts) => {
    clear(); // what a client keeps alive is not cut
    proxy.cuts = [...cuts];
  };
  proxy.stop = () => {
    clear();
    server.close();
  };
  return proxy;
}
