import {createHash, verify} from 'node:crypto';
import {readFileSync} from 'node:fs';
const usage = () => process.exit(console.error('usage: node check-audit-export.mjs EXPORT FINGERPRINT') ?? 2);
const [file, trusted = usage()] = process.argv.slice(2); // Node 20 or later, no secret, nothing of ours (see audit.md)
const must = (holds, why) => holds || process.exit(console.error(`REFUSED: ${why}`) ?? 1);
process.on('uncaughtException', ({message}) => must(false, `no whole export: ${message}`));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const decode = (line, field) => Buffer.from(JSON.parse(line)[field], 'base64');
const byPlace = (list) => new Map(list.map((it) => [`${it.table} ${it.theoryId}`, it]));
const even = (sizes, total) => Math.max(...sizes) - Math.min(...sizes) <= 1 && sizes.reduce((a, b) => a + b) === total;
const bytes = readFileSync(file); // Signature: over the SHA-256 of all that stands before the last line.
const body = bytes.subarray(0, bytes.lastIndexOf('\n', -2) + 1);
const [lines, last] = [`${body}`.match(/[^\n]*\n/g), `${bytes.subarray(body.length)}`];
const [key, signature] = [decode(lines[0], 'public_key'), decode(last, 'signature')];
must(sha256(key) === trusted, 'it is signed with another key than that of this fingerprint');
const isSigned = verify(null, Buffer.from(sha256(body)), {key, format: 'der', type: 'spki'}, signature);
must(isSigned && last === `{"signature":"${signature.toString('base64')}"}\n`, 'it was changed after it was signed');
const streams = new Map(); // Chain: each event says the SHA-256 of the line before it in its stream.
for (const line of lines.slice(1, -1)) {
  const {previous, event: {stream, version, type, data}} = JSON.parse(line);
  const before = streams.get(stream) ?? {version: version - 1, hash: version === 1 ? null : previous};
  must(version === before.version + 1 && previous === before.hash, `${stream}: event ${version} does not follow`);
  (before[type] ??= []).push(data);
  streams.set(stream, Object.assign(before, {version, hash: sha256(line)}));
}
must(JSON.parse(lines.at(-1)).tally.broken.length === 0, `the log itself does not hold: ${lines.at(-1)}`);
const completed = [...streams].filter(([, run]) => run.RunCompleted); // Counts: planned, written, counted at the end
for (const [run, {DistributionPlanned: [plan], GroupWritten, RunVerified}] of completed) {
  const [written, counted, stood] = [GroupWritten, RunVerified[0].counts, plan.baseline].map(byPlace);
  must(even(plan.campaigns.map((it) => it.total), plan.users.distributed), `${run}: uneven campaigns`);
  for (const {total, groups} of plan.campaigns) must(even(groups.map((it) => it.size), total), `${run}: uneven groups`);
  for (const {letter, theoryId, size} of plan.campaigns.flatMap(({groups}) => groups))
    for (const table of ['SC_local_control', 'SC_local_target', 'SC_theory_users']) {
      const [place, planned] = [`${table} ${theoryId}`, (letter === 'A') === (table === 'SC_local_control') ? size : 0];
      const {rows, preexisting} = written.get(place) ?? {rows: 0, preexisting: 0};
      const own = (counted.get(place)?.rows ?? 0) - (stood.get(place)?.rows ?? 0);
      must(rows === planned && own === rows - preexisting, `${run}: ${place}: planned, written, counted differ`);
    }
}
console.log(`OK: ${lines.length - 2} events, ${completed.length} runs completed as planned`);
