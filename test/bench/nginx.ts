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

/** More requests at once than nginx allows unasked. */
const http2 = 'http2_max_concurrent_streams 1024; http2_body_preread_size 1m;';

/**
 * Qdrant's double for load: nginx answering gRPC calls over HTTP/2 on one port, from files that hold what the real server
 * once answered, and what the gate asks by itself on the other.
 */
export function writeGrpcStoreConfiguration(
  folder: string,
  ports: { readonly grpc: number; readonly rest: number },
): string {
  const file = join(folder, 'grpc-store.conf');
  const answers = `root ${folder}/files; error_page 405 =200 $uri; location / { }`;
  writeFileSync(
    file,
    `${common(folder, 'grpc-store')}
http { ${http} ${temporary(folder, 'grpc-store')} open_file_cache max=100 inactive=1h; open_file_cache_valid 1h;
 server { listen 127.0.0.1:${ports.grpc} http2 backlog=1024; ${http2} default_type application/grpc; add_trailer grpc-status 0; ${answers} }
 server { listen 127.0.0.1:${ports.rest} backlog=1024; default_type application/json; ${answers} } }`,
  );
  return file;
}

/** nginx passing gRPC calls through, no policy. */
export function writeGrpcPassConfiguration(folder: string, port: number, store: number): string {
  const file = join(folder, 'grpc-pass.conf');
  writeFileSync(
    file,
    `${common(folder, 'grpc-pass')}
http { ${http} ${temporary(folder, 'grpc-pass')}
 upstream store { server 127.0.0.1:${store}; keepalive 256; keepalive_requests 100000000; }
 server { listen 127.0.0.1:${port} http2 backlog=1024; ${http2} location / { grpc_pass grpc://store; grpc_set_header api-key upstream-key; grpc_buffer_size 64k; } } }`,
  );
  return file;
}
