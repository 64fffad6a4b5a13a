import { serveWorker } from '@vectorgate/policy-schema/language-server/browser';

// A worker of its own: a large file keeps nothing else of the editor waiting.
serveWorker();
