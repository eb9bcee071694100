import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { type KnownRequest, type Participant, participants } from '../model/requests.js';
import { counted, word } from '../model/text.js';
import type { Page } from './page.js';
import { badge, entry, hexView, none, SHOWN_PEOPLE, timeView, type View } from './parts.js';

/** Requests, with who has joined. */
export function requestsView(page: Page): View {
  const all = page.watcher.requests.all();
  const open = all.filter(({ view }) => view.state === 'OPEN');
  const ended = all.filter(({ view }) => view.state !== 'OPEN');
  return html`
    <h3>Waiting for signers</h3>
    ${open.length === 0 ? none('No request is open.') : list(page, open)}
    ${ended.length === 0 ? nothing : html`<h3>Decided</h3>${list(page, ended)}`}
  `;
}

function list(page: Page, requests: readonly KnownRequest[]): View {
  return html`<ul class="cards">
    ${repeat(requests, ({ id }) => id, (request) => html`<li>${card(page, request)}</li>`)}
  </ul>`;
}

function card(page: Page, known: KnownRequest): View {
  const { id, request, view } = known;
  const isOwn = page.desk.isOpen && request.creator === page.desk.publicKey;
  return html`<article aria-labelledby="request-${id}">
    <h4 id="request-${id}">${request.purpose ?? 'Without a purpose'}</h4>
    <p>
      ${badge(word(view.state), tone(view.state))}
      ${view.reason === undefined ? nothing : html`<q>${view.reason}</q>`}
    </p>
    <dl>
      ${entry('Request', hexView(id, 'the request id'))}
      ${entry('To be signed', counted(request.items.length, 'message'))}
      ${view.state === 'OPEN' ? entry('Expires', timeView(request.expiresAt, page.now)) : nothing}
      ${view.sessionId === undefined
        ? nothing
        : entry('Session', html`<a href="#/sessions">see how it is signed</a>`)}
    </dl>
    ${participantsView(page, participants(known))}
    ${isOwn && view.state === 'OPEN' ? cancelForm(page, known) : nothing}
  </article>`;
}

function participantsView(page: Page, signers: readonly Participant[]): View {
  const joined = signers.filter(({ state }) => state === 'joined').length;
  const rest = signers.length - SHOWN_PEOPLE;
  return html`<p>${joined} of ${signers.length} have joined:</p>
    <ol class="people" start="0">
      ${signers.slice(0, SHOWN_PEOPLE).map(
        ({ key, role, state }) => html`<li>
          ${hexView(key, 'the public key')}
          ${badge(state, state === 'joined' ? 'good' : state === 'declined' ? 'bad' : 'busy')}
          ${role === 'creator' ? badge('asks', 'plain') : nothing}
          ${key === page.desk.publicKey ? badge('you', 'good') : nothing}
        </li>`,
      )}
      ${rest > 0 ? html`<li>and ${counted(rest, 'other')}</li>` : nothing}
    </ol>`;
}

function cancelForm(page: Page, { id }: KnownRequest): View {
  const name = `cancel ${id}`;
  const cancel = () => page.desk.cancel(id, 'cancelled in the console').then(() => 'Cancelled.');
  return html`<p>
      <button type="button" @click=${() => void page.deeds.run(name, cancel)}>
        Take the request back
      </button>
    </p>
    ${page.deeds.result(name)}`;
}

function tone(state: string): 'good' | 'bad' | 'busy' | 'plain' {
  if (state === 'OPEN') return 'busy';
  return state === 'READY' ? 'good' : state === 'DECLINED' ? 'bad' : 'plain';
}
