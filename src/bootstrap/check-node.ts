import {nodeFault} from './node-fault.ts';

// Imported before all else: what comes after may need a newer Node to load at all.
const fault = nodeFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`softcollection: ${fault}\n`);
  process.exit(3);
}
