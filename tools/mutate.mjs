// Mutation testing, room by room: `npm run mutate`, or some rooms, with options of Stryker: `npm run mutate -- verify notify
// --concurrency=1`. At last each room's score.
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';

const FOLDER = 'src/application';
const rooms = readdirSync(FOLDER, {withFileTypes: true}).filter((it) => it.isDirectory());
const ROOMS = {
  domain: 'src/domain/**/*.ts',
  helpers: `${FOLDER}/*.ts`,
  ...Object.fromEntries(rooms.map(({name}) => [name, `${FOLDER}/${name}/**/*.ts`])),
};

const given = process.argv.slice(2);
const options = given.filter((word) => word.startsWith('--'));
const asked = given.filter((word) => !options.includes(word));
const unknown = asked.filter((room) => !(room in ROOMS));
if (unknown.length > 0) {
  console.error(`There is no room ${unknown.join(', ')}; there are ${Object.keys(ROOMS).join(', ')}`);
  process.exit(2);
}

/** What is kept of a room, so that the next time only what has changed is tried. */
const keptOf = (room) => `reports/${room}.json`;

function score(room) {
  const {files} = JSON.parse(readFileSync(keptOf(room), 'utf8'));
  const statuses = Object.values(files).flatMap(({mutants}) => mutants.map(({status}) => status));
  const count = (...these) => statuses.filter((status) => these.includes(status)).length;
  const [noticed, survived] = [count('Killed', 'Timeout'), count('Survived')];
  const percent = ((100 * noticed) / (noticed + survived)).toFixed(1);
  return {
    room,
    mutants: statuses.length - count('Ignored'),
    'left out': count('Ignored'),
    noticed,
    'of these ran out of time': count('Timeout'),
    survived,
    'not covered': count('NoCoverage'),
    '% of covered': percent,
  };
}

const wanted = asked.length > 0 ? asked : Object.keys(ROOMS);
for (const room of wanted) {
  const words = ['run', '--mutate', ROOMS[room], '--incrementalFile', keptOf(room), ...options];
  const {status} = spawnSync('stryker', words, {stdio: 'inherit'});
  if (status !== 0) process.exit(status ?? 1);
}
console.table(wanted.map(score));
