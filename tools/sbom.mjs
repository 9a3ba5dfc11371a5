// CycloneDX of what is shipped. `npm sbom --omit dev` also leaves out what both we and a development tool need (koa, zod, …):
// so it is asked for all, and what is marked as development's alone is taken out.
import {execFileSync} from 'node:child_process';

const ARGS = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const bom = JSON.parse(
  execFileSync('npm', ARGS, {encoding: 'utf8', maxBuffer: 1e9, shell: process.platform === 'win32'}),
);
const isForDevelopment = ({properties}) => properties.some(({name}) => name === 'cdx:npm:package:development');

const components = bom.components.filter((component) => !isForDevelopment(component));
const kept = new Set([bom.metadata.component, ...components].map((component) => component['bom-ref']));
const dependencies = bom.dependencies
  .filter(({ref}) => kept.has(ref))
  .map(({ref, dependsOn}) => ({ref, dependsOn: dependsOn.filter((it) => kept.has(it))}));
// Without a time and a number of its own, so that the same lock file gives the same bytes.
const {serialNumber, ...rest} = bom;
const {timestamp, ...metadata} = bom.metadata;
process.stdout.write(`${JSON.stringify({...rest, metadata, components, dependencies}, null, 2)}\n`);
