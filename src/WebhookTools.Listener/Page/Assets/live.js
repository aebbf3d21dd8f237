// The live page: what the listener accepted and refused, as it happens. It only ever reads,
// and every text that came from outside is set as text, never as markup.

import { asCurl, asSendWebhook, canReplay } from './replay.js';

const maximumAlerts = 500;
const maximumRefusals = 50;
const minutes = 60;
const maximumChoices = 100;
const base = new URL('.', document.baseURI).href;
const svgSpace = 'http://www.w3.org/2000/svg';
const toneOrder = ['bad', 'unsure', 'other', 'good'];
const fields = ['protocol', 'status', 'severity'];

const byId = id => document.getElementById(id);
const state = {
  alerts: new Map(),        // by id: { alert, row }
  refused: new Map(),       // by id
  perMinute: new Map(),     // minute → status → count
  tones: new Map(),         // status → tone, as the listener says
  choices: { protocol: new Set(), status: new Set(), severity: new Set() },
  held: null,               // by id what came while the list is paused, or null
  startedAt: null,
  selected: null,
  clockOffset: 0,
  unseen: 0,
  announced: [],
};

const now = () => Date.now() + state.clockOffset;
const minuteOf = time => Math.floor(time / 60000);
const hourAndMinute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function drawn(name, attributes, title) {
  const made = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (title) {
    const text = document.createElementNS(svgSpace, 'title');
    text.textContent = title;
    made.append(text);
  }
  return made;
}

function timeElement(iso) {
  const time = new Date(iso);
  const isToday = now() - time.getTime() < 12 * 3600_000;
  return element('time', (isToday ? clock : dayAndClock).format(time), { datetime: iso, title: full.format(time) });
}

const mark = (status, tone) => element('span', status, { class: `status tone-${tone}`, title: status });
const titleOf = alert => alert.name || alert.event || alert.path || alert.id;

/** Runs once for many calls, when the browser next paints. */
function soon(action) {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; action(); });
  };
}

// ---- alerts ------------------------------------------------------------------------------

function take(alert, isNew) {
  if (state.alerts.has(alert.id)) return;
  const made = row(alert, isNew);
  state.alerts.set(alert.id, { alert, row: made });
  place(made, alert);

  const status = alert.status || 'no status';
  const minute = minuteOf(Date.parse(alert.receivedAt));
  if (!state.perMinute.has(minute)) state.perMinute.set(minute, new Map());
  const counts = state.perMinute.get(minute);
  counts.set(status, (counts.get(status) ?? 0) + 1);
  state.tones.set(status, alert.tone);

  for (const field of fields) offer(field, alert[field]);
  forgetOldest();
  refreshSoon();
}

/** The newest first. What comes is nearly always newer than everything, so its place is found at once. */
function place(made, alert) {
  const time = Date.parse(alert.receivedAt);
  let after = byId('rows').firstElementChild;
  while (after && Date.parse(state.alerts.get(after.dataset.id).alert.receivedAt) > time) after = after.nextElementSibling;
  byId('rows').insertBefore(made, after);
}

function forgetOldest() {
  while (state.alerts.size > maximumAlerts) {
    const last = byId('rows').lastElementChild;
    state.alerts.delete(last.dataset.id);
    last.remove();
  }
}

function offer(field, value) {
  const known = state.choices[field];
  if (!value || known.has(value) || known.size >= maximumChoices) return;
  known.add(value);
  const select = byId('filter-' + field);
  const after = [...select.options].slice(1).find(other => other.value > value);
  select.insertBefore(element('option', value, { value }), after ?? null);
}

function row(alert, isNew) {
  // On a phone the rows are laid out as cards, which would cost them their meaning if it were not said.
  const made = element('tr', null, isNew ? { class: 'new', role: 'row' } : { role: 'row' });
  made.dataset.id = alert.id;
  const cell = (text, name) => element('td', text, { class: name, role: 'cell' });
  const received = cell(null, 'received');
  received.append(timeElement(alert.receivedAt));
  const status = cell(null, 'state');
  if (alert.status) status.append(mark(alert.status, alert.tone));
  const name = cell(null, 'name');
  const open = element('button', titleOf(alert), { type: 'button', 'aria-haspopup': 'dialog' });
  open.addEventListener('click', () => show(alert.id));
  name.append(open);
  const summary = cell(null, 'summary-cell');
  summary.append(element('div', alert.summary, { class: 'text' }));
  made.append(received, status, name, cell(alert.severity, 'severity'), cell(alert.protocol, 'protocol'), summary);
  made.hidden = !matches(alert);
  return made;
}

function matches(alert) {
  const wanted = byId('filter-name').value.trim().toLowerCase();
  const has = text => (text ?? '').toLowerCase().includes(wanted);
  return (!wanted || has(titleOf(alert)) || has(alert.summary))
    && fields.every(field => {
      const choice = byId('filter-' + field).value;
      return !choice || alert[field] === choice;
    });
}

function refilter() {
  for (const { alert, row: made } of state.alerts.values()) made.hidden = !matches(alert);
  refresh();
}

function refresh() {
  const all = state.alerts.size;
  let shown = 0;
  for (const { row: made } of state.alerts.values()) if (!made.hidden) shown++;
  byId('shown').textContent = all === 0 ? '' : shown === all ? `${all}` : `${shown} of ${all}`;
  byId('empty').hidden = all > 0;
  byId('none-match').hidden = all === 0 || shown > 0;
  byId('table').hidden = shown === 0;
  draw();
}

const refreshSoon = soon(refresh);

// ---- pausing -----------------------------------------------------------------------------

function arrive(alert, isNew) {
  if (state.alerts.has(alert.id)) return;
  if (!state.held) {
    take(alert, isNew);
    if (isNew) announce(alert);
    return;
  }
  state.held.set(alert.id, alert);
  if (state.held.size > maximumAlerts) state.held.delete(state.held.keys().next().value);
  byId('pause').textContent = `Resume (${state.held.size} new)`;
}

function togglePause() {
  const held = state.held;
  state.held = held ? null : new Map();
  byId('pause').textContent = held ? 'Pause' : 'Resume';
  byId('pause').setAttribute('aria-pressed', String(!held));
  for (const alert of held?.values() ?? []) take(alert, true);
}

/** For those who listen: at most every two seconds, and of many only the number and the last. */
function announce(alert) {
  if (document.hidden) {
    state.unseen++;
    document.title = `(${state.unseen}) Webhook listener`;
  }
  state.announced.push(alert);
  if (state.announced.length > 1) return;
  setTimeout(() => {
    const last = state.announced.at(-1);
    const many = state.announced.length > 1 ? `${state.announced.length} new alerts, the last one: ` : 'New alert: ';
    byId('announcement').textContent = many + [titleOf(last), last.status].filter(Boolean).join(', ');
    state.announced = [];
  }, 2000);
}

// ---- chart -------------------------------------------------------------------------------

function draw() {
  const last = minuteOf(now());
  const first = last - minutes + 1;
  const totals = new Map();
  let highest = 0;
  for (const [minute, counts] of state.perMinute) {
    if (minute < first) {
      state.perMinute.delete(minute);
      continue;
    }
    let sum = 0;
    for (const [status, count] of counts) {
      sum += count;
      totals.set(status, (totals.get(status) ?? 0) + count);
    }
    highest = Math.max(highest, sum);
  }

  const statuses = [...totals.keys()].sort((one, other) => toneOrder.indexOf(state.tones.get(one)) - toneOrder.indexOf(state.tones.get(other)) || one.localeCompare(other));
  const classes = classesOf(statuses);
  const top = Math.max(4, highest);
  const width = 960 / minutes;
  const pieces = [drawn('line', { x1: 0, x2: 960, y1: 8, y2: 8, class: 'grid' }), drawn('line', { x1: 0, x2: 960, y1: 73.5, y2: 73.5, class: 'grid' })];
  for (const [minute, counts] of state.perMinute) {
    let bottom = 139;
    for (const status of statuses) {
      const count = counts.get(status) ?? 0;
      if (count === 0) continue;
      const height = count / top * 131;
      bottom -= height;
      pieces.push(drawn('rect', { x: (minute - first) * width + 1.5, y: bottom, width: width - 3, height, class: classes.get(status) },
        `${hourAndMinute.format(new Date(minute * 60000))}: ${status} ${count}`));
    }
  }
  byId('chart').replaceChildren(...pieces, drawn('line', { x1: 0, x2: 960, y1: 139.5, y2: 139.5, class: 'axis' }));
  byId('chart-top').textContent = top;
  byId('chart-axis').replaceChildren(...[0, 1, 2, 3, 4].map(quarter =>
    element('span', quarter === 4 ? 'now' : hourAndMinute.format(new Date((last - minutes * (4 - quarter) / 4) * 60000)))));
  byId('legend').replaceChildren(...statuses.map(status => {
    const item = element('li');
    const swatch = drawn('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' });
    swatch.append(drawn('rect', { width: 10, height: 10, rx: 2, class: classes.get(status) }));
    item.append(swatch, element('span', status, { title: status }), ' ', element('strong', totals.get(status)));
    return item;
  }));
  const sum = [...totals.values()].reduce((all, count) => all + count, 0);
  byId('chart-text').textContent = sum === 0
    ? 'No alert in the last hour.'
    : `${sum} in the last hour, at most ${highest} in one minute.`;
}

/** Statuses that mean the same share a colour, each in a shade of its own. */
function classesOf(statuses) {
  const shades = new Map();
  return new Map(statuses.map(status => {
    const tone = state.tones.get(status);
    const shade = shades.get(tone) ?? 0;
    shades.set(tone, shade + 1);
    return [status, `tone-${tone} shade-${Math.min(shade, 3)}`];
  }));
}

// ---- refused -----------------------------------------------------------------------------

function takeRefused(refusal) {
  const known = state.refused.get(refusal.id);
  if (known && known.version >= refusal.version) return;
  state.refused.delete(refusal.id);
  state.refused.set(refusal.id, refusal);
  if (state.refused.size > maximumRefusals) state.refused.delete(state.refused.keys().next().value);
  drawRefusedSoon();
}

const drawRefusedSoon = soon(() => {
  byId('refused').replaceChildren(...[...state.refused.values()].reverse().map(refusal => {
    const item = element('li');
    const cause = element('span', refusal.reason, { class: 'cause' });
    const what = element('span', null, { class: 'what' });
    what.append(element('code', `${refusal.method} ${refusal.path}`), ` from ${refusal.remote || 'unknown'}`);
    if (refusal.count > 1) what.append(element('span', ` ${refusal.count} times`, { class: 'times' }));
    item.append(element('span', refusal.status, { class: 'code' }), what, timeElement(refusal.time), cause);
    return item;
  }));
  byId('refused-empty').hidden = state.refused.size > 0;
});

function count(statistics) {
  byId('count-accepted').textContent = statistics.accepted;
  byId('count-alerts').textContent = statistics.alerts;
  byId('count-duplicates').textContent = statistics.duplicates;
  byId('count-refused').textContent = statistics.unauthorized + statistics.rejected;
}

// ---- one alert ---------------------------------------------------------------------------

function facts(list, pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  byId(list).replaceChildren(...known.flatMap(([name, value]) => {
    const described = element('dd');
    described.append(value);
    return [element('dt', name), described];
  }));
  const section = byId(list + '-section');
  if (section) section.hidden = known.length === 0;
}

async function show(id) {
  const reply = await fetch(`${base}live/alerts/${encodeURIComponent(id)}`);
  if (reply.status === 401 || reply.status === 403) return location.reload();
  const alert = reply.ok ? await reply.json() : null;
  state.selected = alert;
  if (!alert) {
    byId('announcement').textContent = 'The listener no longer has this alert in memory.';
    return;
  }

  byId('detail-name').textContent = titleOf(alert);
  byId('detail-status').replaceChildren(...(alert.status ? [mark(alert.status, alert.tone)] : []));
  byId('detail-summary').textContent = alert.summary ?? '';
  byId('detail-summary').hidden = !alert.summary;
  facts('detail-facts', [
    ['Received', full.format(new Date(alert.receivedAt))],
    ['Signature', verdict(alert.signature)],
    ['From', alert.remote],
    ['Path', alert.path],
    ['Protocol', alert.protocol],
    ['Event', alert.event],
    ['Severity', alert.severity],
    ['Starts', alert.startsAt && full.format(new Date(alert.startsAt))],
    ['Ends', alert.endsAt && full.format(new Date(alert.endsAt))],
    ['Fingerprint', alert.fingerprint],
    ['Id', alert.id],
  ]);
  facts('detail-labels', Object.entries(alert.labels));
  facts('detail-annotations', Object.entries(alert.annotations));
  facts('detail-headers', alert.headers.map(header => [header.name, header.value]));
  showBody(alert);
  showHistory(alert.history);

  const report = byId('detail-report');
  report.hidden = !alert.fingerprint;
  if (alert.fingerprint) report.href = `${base}report/${encodeURIComponent(alert.fingerprint)}`;
  for (const button of ['copy-curl', 'copy-powershell']) byId(button).disabled = !canReplay(alert);
  byId('copied').textContent = canReplay(alert) ? '' : 'It cannot be sent again from here: the whole of it is in the journal.';
  byId('copy-text').hidden = true;
  byId('detail').showModal();
  byId('detail').scrollTop = 0;
}

function verdict(signature) {
  if (signature === 'verified') return mark('verified', 'good');
  return signature === 'not-required' ? 'not asked for' : signature ?? 'in the journal';
}

function showBody(alert) {
  byId('detail-body-size').textContent = `${alert.bodyLength.toLocaleString()} bytes`;
  byId('detail-body').textContent = alert.body !== undefined
    ? pretty(alert.body)
    : alert.bodyBase64 !== undefined
      ? alert.bodyBase64
      : 'Too large to be kept in memory; it is in the journal.';
}

function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function showHistory(history) {
  byId('detail-timeline').hidden = history.length === 0;
  if (history.length === 0) return;
  const begin = Date.parse(history[0].from);
  const span = Math.max(1000, now() - begin);
  const at = time => Math.min(1, Math.max(0, (time - begin) / span)) * 1000;
  byId('detail-lane').replaceChildren(...history.map(segment => {
    const left = Math.min(at(Date.parse(segment.from)), 997.5);
    const right = segment.to ? at(Date.parse(segment.to)) : 1000;
    return drawn('rect', { x: left, y: 6, width: Math.max(2.5, right - left), height: 36, class: `tone-${segment.tone}` });
  }));
  byId('detail-history').replaceChildren(...[...history].reverse().map(segment => {
    const item = element('li');
    const notices = segment.notices === 1 ? '1 notice' : `${segment.notices} notices`;
    item.append(mark(segment.status ?? 'received', segment.tone), timeElement(segment.from),
      element('span', `${segment.to ? 'for' : 'until now,'} ${segment.lasted}, ${notices}`, { class: 'quiet' }));
    return item;
  }));
}

async function copy(text) {
  const shown = byId('copy-text');
  try {
    await navigator.clipboard.writeText(text);
    shown.hidden = true;
    byId('copied').textContent = 'Copied.';
  } catch {
    // Browsers lend the clipboard only to pages on this machine or under TLS.
    shown.value = text;
    shown.hidden = false;
    shown.select();
    byId('copied').textContent = 'Copy it from here:';
  }
}

// ---- wiring ------------------------------------------------------------------------------

function connected(text, name) {
  const connection = byId('connection');
  if (connection.textContent !== text) connection.textContent = text;
  connection.dataset.state = name;
}

async function catchUp() {
  const reply = await fetch(base + 'live/alerts');
  if (reply.status === 401 || reply.status === 403) return location.reload();
  if (!reply.ok) throw new Error('HTTP ' + reply.status);
  const snapshot = await reply.json();
  state.clockOffset = Date.parse(snapshot.now) - Date.now();
  if (state.startedAt !== snapshot.startedAt) {
    // Another run of the listener, which counts its refused requests anew.
    state.startedAt = snapshot.startedAt;
    state.refused.clear();
    drawRefusedSoon();
  }
  for (const alert of snapshot.alerts) arrive(alert, false);
  for (const refusal of snapshot.refused) takeRefused(refusal);
  count(snapshot.statistics);
  byId('sign-out').hidden = !snapshot.signedIn;
  refresh();
  connected('live', 'live');
}

function follow() {
  const events = new EventSource(base + 'live/events');
  const lost = () => connected('connection lost, trying again', 'lost');
  const begin = () => catchUp().catch(lost);
  // Whatever came between two connections is in the snapshot, so each one begins with it.
  events.addEventListener('open', begin);
  events.addEventListener('reset', begin);
  events.addEventListener('alert', event => arrive(JSON.parse(event.data), true));
  events.addEventListener('refused', event => takeRefused(JSON.parse(event.data)));
  events.addEventListener('statistics', event => count(JSON.parse(event.data)));
  events.addEventListener('error', () => {
    lost();
    if (events.readyState !== EventSource.CLOSED) return;
    // Refused, not broken off: the browser does not try again by itself. Whoever is no longer signed in is told by the snapshot.
    setTimeout(() => catchUp().catch(() => {}).then(follow), 5000);
  });
}

byId('example').textContent = `curl -H 'Content-Type: application/json' -d '{"name":"hello","status":"firing"}' ${base}hooks/test`;
byId('filters').addEventListener('input', refilter);
byId('filters').addEventListener('submit', event => event.preventDefault());
byId('filters').addEventListener('reset', () => setTimeout(refilter));
byId('pause').addEventListener('click', togglePause);
byId('detail-close').addEventListener('click', () => byId('detail').close());
byId('detail').addEventListener('click', event => { if (event.target === byId('detail')) byId('detail').close(); });
byId('copy-curl').addEventListener('click', () => copy(asCurl(state.selected, base)));
byId('copy-powershell').addEventListener('click', () => copy(asSendWebhook(state.selected, base)));
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  state.unseen = 0;
  document.title = 'Webhook listener';
});
setInterval(draw, 10000);
follow();
