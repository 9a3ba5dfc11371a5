// @ts-check
// What a page can do beyond being read: it says how old it is, counts down, and follows the service.
const STALE_MS = 60_000;
const LOOK_MS = 20_000;
const asOf = /** @type {HTMLElement} */ (document.getElementById('as-of'));
let heardAt = Date.now();

setInterval(tick, 1000);
setInterval(look, LOOK_MS);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) look();
});

function tick() {
  const isStale = Date.now() - heardAt > STALE_MS;
  asOf.classList.toggle('stale', isStale);
  asOf.title = isStale ? (document.body.dataset.stale ?? '') : '';
  for (const it of document.querySelectorAll('[data-countdown]')) countDown(/** @type {HTMLElement} */ (it));
}

/** Past its moment the page is another one. @param {HTMLElement} it */
function countDown(it) {
  const left = Date.parse(it.dataset.countdown ?? '') - Date.now();
  if (left < -2000) return location.reload();
  const seconds = Math.max(0, Math.round(left / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  it.textContent = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Whether the server is there is asked of an open address: looking must not keep a session alive. */
async function look() {
  try {
    const answer = await fetch('/livez', {cache: 'no-store', signal: AbortSignal.timeout(LOOK_MS)});
    if (answer.ok) heardAt = Date.now();
  } catch {
    // It is told by its silence.
  }
}
