import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Preloaded into a process: tells on stdout which modules it loads. */
registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('node:')) writeSync(1, `loaded ${url}\n`);
    return nextLoad(url, context);
  },
});
