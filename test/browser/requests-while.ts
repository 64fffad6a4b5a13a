import type { Page, Request, WebSocket } from 'playwright-core';

/**
 * Addresses that pages, frames, workers and service workers of a browser ask of somebody while something is done. What an
 * editor's service worker answers by itself is asked of nobody; what it asks for that is told as its own.
 */
export async function requestsWhile(page: Page, work: () => Promise<unknown>): Promise<readonly string[]> {
  const requests: Request[] = [];
  const sockets: string[] = [];
  const hear = (request: Request): void => void requests.push(request);
  const hearSocket = (socket: WebSocket): void => void sockets.push(socket.url());
  const context = page.context();
  context.on('request', hear);
  page.on('websocket', hearSocket);
  try {
    await work();
  } finally {
    context.off('request', hear);
    page.off('websocket', hearSocket);
  }
  const asked: string[] = [];
  for (const request of requests)
    if ((await request.response())?.fromServiceWorker() !== true) asked.push(request.url());
  return [...asked, ...sockets];
}
