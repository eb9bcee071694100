import { GatewayBus } from '@tutti/client';
import { render } from 'lit-html';
import { AdminClient } from './admin/adminClient.js';
import { AdminDesk } from './admin/adminDesk.js';
import { Directory } from './model/directory.js';
import { SignerDesk } from './signer/desk.js';
import { KeyStore } from './signer/keyStore.js';
import { Deeds } from './view/deeds.js';
import { pageView, titleOf } from './view/page.js';
import { type ViewName, viewOf } from './view/route.js';
import { Reader } from './watch/reader.js';
import { Watcher } from './watch/watcher.js';

/** How long a sentence stays in the live region, which says only what is new in it. */
const NEWS_LIFE = 10_000;

const root = document.getElementById('page') as HTMLElement;
const newsLine = document.getElementById('news') as HTMLElement;
let current: ViewName = viewOf(location.hash) ?? 'signers';
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
  const line = document.createElement('p');
  line.textContent = sentence;
  newsLine.append(line);
  setTimeout(() => line.remove(), NEWS_LIFE);
}

const bus = new GatewayBus({ url: location.origin });
const reader = new Reader(bus);
const directory = new Directory();
const watcher = new Watcher(bus, reader, directory, { changed, news });
const desk = new SignerDesk(
  { bus, keys: new KeyStore(localStorage), locks: navigator.locks },
  { changed, news, happened: (kind, id) => void watcher.look(kind, id) },
);
const admin = new AdminDesk((apiKey) => new AdminClient(apiKey), changed);
const deeds = new Deeds(changed);

function draw(): void {
  const page = { directory, watcher, reader, desk, admin, deeds, now: Date.now() };
  render(pageView(page, current), root);
  document.title = `${titleOf(current)} – Tutti`;
}

addEventListener('hashchange', () => {
  const named = viewOf(location.hash);
  if (named === undefined || named === current) return;
  current = named;
  draw();
  // A reader that followed the link goes on where the new content begins.
  document.getElementById('content')?.focus({ preventScroll: true });
  scrollTo(0, 0);
});
addEventListener('pagehide', () => desk.lock());
addEventListener('beforeunload', (leaving) => {
  // Without this signer its sessions end for everybody.
  if (desk.isOpen && watcher.sessions.isAwaiting(desk.publicKey ?? '')) leaving.preventDefault();
});
setInterval(changed, 1_000); // what is said of times

draw();
watcher.start();
