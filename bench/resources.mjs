// Preloaded into a measured process (`node --import`): says on descriptor 3, at its end, what the process has used.
import {writeSync} from 'node:fs';
import {isMainThread} from 'node:worker_threads';

if (isMainThread) process.once('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));
