// Lays the brotli and gzip form beside every file of dist, so that building the binary compresses nothing.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const smallest = 200; // bytes: below that a head costs more than is saved

for (const name of readdirSync(dist, { recursive: true })) {
  const path = join(dist, name);
  if (!/\.(html|js|css|svg)$/.test(name)) continue;
  const bytes = readFileSync(path);
  if (bytes.length < smallest) continue;
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(path + '.br', brotliCompressSync(bytes, { params: quality }));
  writeFileSync(path + '.gz', gzipSync(bytes, { level: 9 }));
}
