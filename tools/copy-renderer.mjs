// Copies what /docs is made of into dist, so that the package has these files alone and not all that comes with them.
import {copyFileSync, mkdirSync} from 'node:fs';

const from = new URL('../node_modules/swagger-ui-dist/', import.meta.url);
const to = new URL('../dist/swagger-ui/', import.meta.url);
mkdirSync(to, {recursive: true});
for (const file of [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'LICENSE',
  'NOTICE',
]) {
  copyFileSync(new URL(file, from), new URL(file, to));
}
