import { serveParent } from '@vectorgate/policy-schema/language-server/node';

// A process of its own: a large file keeps nothing else of the editor waiting.
serveParent();
