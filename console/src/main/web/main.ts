import { GatewayBus } from '@tutti/client';
import { render } from 'lit-html';
import { AdminClient } from './admin/adminClient.js';
import { AdminDesk } from './admin/adminDesk.js';
import { Directory } from './model/directory.js';
import { Verifier } from './model/outcome.js';
import { SignerDesk } from './signer/desk.js';
import { KeyStore } from './signer/keyStore.js';
import { Deeds } from './view/deeds.js';
import { pageView, titleOf } from './view/page.js';
import { SAID } from './view/parts.js';
import { headingOf, type Place, placeOf } from './view/route.js';
import { Stillness } from './view/stillness.js';
import { Unfolded } from './view/unfolded.js';
import { Pulse } from './watch/pulse.js';
import { Reader } from './watch/reader.js';
import { replayRequests } from './watch/replay.js';
import { Transactions } from './watch/transactions.js';
import { Watcher } from './watch/watcher.js';

/** How long a sentence stays in the live region, which says only what is new in it. */
const NEWS_LIFE = 10_000;
/** More at a time than these nobody could listen to. */
const MAX_NEWS = 5;
const LOOK_AT_CLUSTER = 5_000;

const root = document.getElementById('page') as HTMLElement;
const newsLine = document.getElementById('news') as HTMLElement;
let current: Place = placeOf(location.hash) ?? { view: 'signers' };
let isDrawing = false;

function changed(): void {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    draw();
  });
}

function news(sentence: string): void {
  if (newsLine.childElementCount >= MAX_NEWS) return;
  const line = document.createElement('p');
  line.textContent = sentence;
  newsLine.append(line);
  setTimeout(() => line.remove(), NEWS_LIFE);
}

const bus = new GatewayBus({ url: location.origin });
const reader = new Reader(bus);
const verifier = new Verifier(changed);
const pulse = new Pulse(reader, changed);
const transactions = new Transactions(changed);
const directory = new Directory();
const watcher = new Watcher(
  { bus, reader, replay: (hear) => replayRequests(hear) },
  directory,
  { changed, news },
);
const desk = new SignerDesk(
  { bus, keys: new KeyStore(() => localStorage), locks: navigator.locks },
  { changed, news, happened: (kind, id) => void watcher.look(kind, id) },
);
const admin = new AdminDesk((apiKey) => new AdminClient(apiKey), changed);
const deeds = new Deeds(changed);
const unfolded = new Unfolded(changed);
const stillness = new Stillness(root, changed);

function draw(): void {
  const shown = { directory, watcher, reader, pulse, verifier, transactions };
  const parts = { ...shown, desk, admin, deeds, unfolded };
  const focused = placesAround(document.activeElement);
  stillness.watch(() => {
    render(pageView({ ...parts, now: Date.now() }, current.view), root);
    if (focused.length > 0 && document.activeElement === document.body) {
      focused.find((place) => place.isConnected)?.focus();
    }
  });
  document.title = `${titleOf(current.view)} – Tutti`;
}

/** Where somebody goes on whose button or field has gone, the nearest first. */
function placesAround(element: Element | null): HTMLElement[] {
  const place = element?.parentElement?.closest<HTMLElement>('[tabindex="-1"]') ?? undefined;
  return place === undefined ? [] : [place, ...placesAround(place)];
}

/** Goes to what a link names: a reader that followed it goes on where the new content begins. */
function show(place: Place): void {
  current = place;
  if (place.view === 'cluster') lookAtCluster();
  draw();
  const heading = place.id === undefined ? null : document.getElementById(headingOf(place.id));
  (heading ?? document.getElementById('content'))?.focus({ preventScroll: true });
  if (heading === null) scrollTo(0, 0);
  else heading.scrollIntoView({ block: 'center' });
}

function lookAtCluster(): void {
  void pulse.feel();
  void admin.refresh();
}

addEventListener('hashchange', () => {
  const place = placeOf(location.hash);
  if (place !== undefined) show(place);
});
addEventListener('pagehide', () => desk.lock());
addEventListener('beforeunload', (leaving) => {
  // Without this signer its sessions end for everybody.
  if (desk.isOpen && watcher.sessions.isAwaiting(desk.publicKey ?? '')) leaving.preventDefault();
});
root.addEventListener(SAID, (event) => news((event as CustomEvent<string>).detail));
setInterval(changed, 1_000); // what is said of times
setInterval(() => {
  if (current.view === 'cluster' && !document.hidden) lookAtCluster();
}, LOOK_AT_CLUSTER);

root.replaceChildren();
watcher.start();
if (current.view === 'cluster') lookAtCluster();
draw();
