// Copies into dist what is served as it is: the files of the pages, and those of /docs, without all that comes with them.
import {copyFileSync, cpSync, mkdirSync} from 'node:fs';

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

const pages = 'adapters/http/pages/assets/';
cpSync(new URL(`../src/${pages}`, import.meta.url), new URL(`../dist/${pages}`, import.meta.url), {recursive: true});
