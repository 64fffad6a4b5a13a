import { registerHooks } from 'node:module';

// For tests of what a command loads: tells each module's address on standard error as it is loaded.
registerHooks({
  load(url, context, next) {
    process.stderr.write(`loaded ${url}\n`);
    return next(url, context);
  },
});
