// Node 20 does not hand tsx on to a worker thread.
import {register} from 'tsx/esm/api';

register();
await import('./thread-of-tests.ts');
