import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const common = (
  folder: string,
  name: string,
): string => `daemon off; worker_processes 1; pid ${folder}/${name}.pid; error_log /dev/null;
events { worker_connections 4096; }`;
const temporary = (folder: string, name: string): string =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${name}-${kind};`)
    .join(' ');
const http =
  'access_log off; sendfile on; tcp_nodelay on; keepalive_requests 100000000; keepalive_timeout 600; client_body_buffer_size 128k;';

/**
 * The store's double for load: nginx answering Chroma's routes from files in the page cache. A real Chroma would be
 * the bottleneck of every variant and hide what is measured; tests of behaviour meet the real one.
 */
export function writeStoreConfiguration(folder: string, port: number): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'store.conf');
  writeFileSync(
    file,
    `${common(folder, 'store')}
http { ${http} ${temporary(folder, 'store')} default_type application/json; open_file_cache max=100 inactive=1h; open_file_cache_valid 1h;
 server { listen 127.0.0.1:${port} backlog=1024; root ${folder}/files; error_page 405 =200 $uri; location / { try_files $uri $uri.json =404; } } }`,
  );
  return file;
}

/** nginx passing through, no policy: the native reference. */
export function writePassConfiguration(folder: string, port: number, store: number): string {
  const file = join(folder, 'pass.conf');
  writeFileSync(
    file,
    `${common(folder, 'pass')}
http { ${http} ${temporary(folder, 'pass')}
 upstream store { server 127.0.0.1:${store}; keepalive 256; keepalive_requests 100000000; }
 server { listen 127.0.0.1:${port} backlog=1024; location / { proxy_pass http://store; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Authorization ""; proxy_set_header x-chroma-token upstream-key; proxy_buffers 64 64k; proxy_buffer_size 64k; proxy_busy_buffers_size 256k; proxy_max_temp_file_size 0; } } }`,
  );
  return file;
}
