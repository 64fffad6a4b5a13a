import { servePage } from './serve-page.ts';

/** Serves the stand-alone page until it is interrupted: `node test/replay-ui/serve.ts`. */
const { url } = await servePage();
process.stdout.write(`${url}/?view=replay&map=standalone&theme=light\n`);
