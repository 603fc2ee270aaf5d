import { defineConfig } from 'vitest/config';

// A server to develop against: `signalbox serve`, on its usual port unless SIGNALBOX says otherwise.
const backend = process.env['SIGNALBOX'] ?? 'http://127.0.0.1:8080';
const proxy = { target: backend, changeOrigin: true, headers: { origin: backend } };

export default defineConfig({
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    assetsInlineLimit: 0, // nothing inline: the policy of the page allows none of it
  },
  server: { proxy: { '/api': proxy, '/v1': proxy, '/openapi.json': proxy } },
  test: { environment: 'jsdom', include: ['test/**/*.test.{ts,tsx}'] },
});
