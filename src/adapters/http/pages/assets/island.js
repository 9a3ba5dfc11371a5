// What a page can do beyond being read: it says how old it is, counts down, follows the service, and asks before it acts.
const STALE_MS = 60_000;
const RETRY_MS = 20_000;
/** Events after which a page says something else. */
const NEWS =
  'RunStarted RunResumed DistributionPlanned RunVerified RunCompleted RunSkipped RunFailed RunAbandoned NotificationSent SlotMissed SchedulerSwitched';
const asOf = document.getElementById('as-of');
let heardAt = Date.now();
let stream = null;
let refreshing = 0;

if (asOf) {
  follow();
  setInterval(tick, 1000);
  setInterval(() => stream.readyState === EventSource.CLOSED && follow(), RETRY_MS);
}
arm();

function follow() {
  stream = new EventSource(document.body.dataset.stream);
  stream.addEventListener('seen', ({data}) => hear(JSON.parse(data).at));
  stream.addEventListener('progress', ({data}) => showProgress(JSON.parse(data)));
  for (const type of NEWS.split(' ')) stream.addEventListener(type, refreshSoon);
}

/** The server's own clock, moved on by what has passed: zones are the server's business. */
function hear(at) {
  heardAt = Date.now();
  const time = asOf.querySelector('time');
  const [h, m, s] = time.textContent.split(':').map(Number);
  const passed = Math.round((Date.parse(at) - Date.parse(time.dateTime)) / 1000);
  time.textContent = clock((h * 3600 + m * 60 + s + passed) % 86_400);
  time.dateTime = at;
}

function tick() {
  const isStale = Date.now() - heardAt > STALE_MS;
  if (isStale !== asOf.classList.contains('stale')) {
    asOf.classList.toggle('stale', isStale);
    asOf.title = isStale ? document.body.dataset.stale : '';
    if (!isStale) refreshSoon();
  }
  for (const it of document.querySelectorAll('[data-countdown]')) countDown(it);
}

function countDown(it) {
  const left = Math.round((Date.parse(it.dataset.countdown) - Date.now()) / 1000);
  it.textContent = clock(Math.max(0, left));
  if (left === 0) refreshSoon();
}

function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function showProgress({type, done, total}) {
  const bar = document.querySelector('[data-progress]');
  if (!bar || type !== 'rows') return;
  if (total) Object.assign(bar, {max: total, value: done});
  document.querySelector('[data-progress-text]').textContent = total ? `${done} / ${total}` : String(done);
}

/** News come in bursts. */
function refreshSoon() {
  clearTimeout(refreshing);
  refreshing = setTimeout(refresh, 300);
}

/** Only pages that live are made anew, and none under somebody's hands. */
async function refresh() {
  const main = document.querySelector('main');
  if (!main.querySelector('[data-live]') || document.querySelector('dialog[open]')) return;
  const answer = await fetch(location.href, {headers: {Accept: 'text/html'}}).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [told, now] = [main.querySelector('#verdict'), fresh.querySelector('#verdict')];
  // The same element with other words is read aloud; another element is not.
  if (told) now?.replaceWith(told);
  main.replaceChildren(...fresh.querySelector('main').childNodes);
  if (told && now && told.textContent !== now.textContent) {
    told.className = now.className;
    told.dataset.state = now.dataset.state;
    told.replaceChildren(...now.childNodes);
  }
  arm();
}

/** Without a script that answers them, buttons would promise what they do not do. */
function arm() {
  for (const button of document.querySelectorAll('[data-opens]')) {
    button.hidden = false;
    button.onclick = () => document.getElementById(button.dataset.opens).showModal();
  }
  for (const button of document.querySelectorAll('[data-closes]')) {
    button.onclick = () => document.getElementById(button.dataset.closes).close();
  }
  for (const form of document.querySelectorAll('form[data-post]')) form.onsubmit = send;
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const {post, changed, failed, wrong} = form.dataset;
  const say = (text) => {
    form.querySelector('output').textContent = text;
  };
  const typed = form.querySelector('[data-confirm]');
  if (typed && typed.value.replace(/\D/g, '') !== typed.dataset.confirm) return say(wrong);
  const go = form.querySelector('[type=submit]');
  go.disabled = true;
  try {
    const body = JSON.stringify(Object.fromEntries(new FormData(form)));
    const answer = await fetch(post, {method: 'POST', headers: {'Content-Type': 'application/json'}, body});
    if (answer.ok) return location.assign(answer.headers.get('Location') ?? location.href);
    const {detail, title} = await answer.json();
    say(answer.status === 409 ? changed : `${failed} ${detail ?? title}`);
  } catch {
    say(document.body.dataset.stale);
  }
  go.disabled = false;
}
