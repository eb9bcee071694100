import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { type KnownRequest, type Participant, participants } from '../model/requests.js';
import { counted, ownFirst, word } from '../model/text.js';
import type { Page } from './page.js';
import {
  badge,
  cardHead,
  empty,
  entry,
  fieldsOf,
  hexView,
  progressView,
  SHOWN_PEOPLE,
  timeView,
  type Tone,
  type View,
} from './parts.js';
import { messagesView } from './requestDetails.js';
import { headingOf } from './route.js';
import { transactionView } from './transactionView.js';

/** Requests, with who has joined. */
export function requestsView(page: Page): View {
  // What strangers do must not move what this person is about to press.
  const isOwn = ({ request }: KnownRequest) => request.creator === page.desk.publicKey;
  const all = ownFirst(page.watcher.requests.all(), isOwn);
  const open = all.filter(({ view }) => view.state === 'OPEN');
  const ended = all.filter(({ view }) => view.state !== 'OPEN');
  return html`
    <p class="lede">What signers are asked to sign together, and who of them has joined.</p>
    <h3>Waiting for signers</h3>
    ${open.length === 0 ? nothingOpen() : list(page, open)}
    ${ended.length === 0 ? nothing : html`<h3>Decided</h3>${list(page, ended)}`}
  `;
}

function nothingOpen(): View {
  const hint = html`Requests appear here as they are made. <a href="#/sign">Ask for a signature.</a>`;
  return empty('No request is open.', hint);
}

function list(page: Page, requests: readonly KnownRequest[]): View {
  return html`<ul class="cards">
    ${repeat(requests, ({ id }) => id, (request) => html`<li>${card(page, request)}</li>`)}
  </ul>`;
}

function card(page: Page, known: KnownRequest): View {
  const { id, request, view } = known;
  const isOwn = page.desk.isOpen && request.creator === page.desk.publicKey;
  const mark = badge(word(view.state), TONES[view.state]);
  return html`<article class="card" aria-labelledby=${headingOf(id)}>
    ${cardHead(headingOf(id), request.purpose ?? 'Without a purpose', [mark])}
    ${view.reason === undefined ? nothing : html`<p class="lede"><q>${view.reason}</q></p>`}
    <dl>
      ${entry('Request', hexView(id, 'the request id'))}
      ${view.state === 'OPEN' ? entry('Expires', timeView(request.expiresAt, page.now)) : nothing}
      ${view.sessionId === undefined
        ? nothing
        : entry('Session', html`<a href="#/sessions/${view.sessionId}">how it is signed</a>`)}
    </dl>
    ${participantsView(page, participants(known))} ${transactionView(page, known)}
    <details>
      <summary>To be signed: ${counted(request.items.length, 'message')}</summary>
      ${messagesView(request)}
    </details>
    ${isOwn && view.state === 'OPEN' ? cancelForm(page, known) : nothing}
    ${page.admin.isOpen && view.state === 'OPEN' ? operatorForm(page, known) : nothing}
  </article>`;
}

function participantsView(page: Page, signers: readonly Participant[]): View {
  const joined = signers.filter(({ state }) => state === 'joined').length;
  const rest = signers.length - SHOWN_PEOPLE;
  return html`${progressView(joined, signers.length, 'have joined')}
    <ol class="people">
      ${signers.slice(0, SHOWN_PEOPLE).map(
        ({ key, role, state }) => html`<li>
          ${hexView(key, 'the public key')}
          ${badge(state, state === 'joined' ? 'good' : state === 'declined' ? 'bad' : 'busy')}
          ${role === 'creator' ? badge('asks', 'plain') : nothing}
          ${key === page.desk.publicKey ? badge('you', 'plain') : nothing}
        </li>`,
      )}
      ${rest > 0 ? html`<li>and ${counted(rest, 'other')}</li>` : nothing}
    </ol>`;
}

function cancelForm(page: Page, { id }: KnownRequest): View {
  const name = `cancel ${id}`;
  const cancel = () => page.desk.cancel(id, 'cancelled in the console').then(() => 'Cancelled.');
  return html`<p class="card-end">
      <button type="button" data-still @click=${() => void page.deeds.run(name, cancel)}>
        Take the request back
      </button>
    </p>
    ${page.deeds.result(name)}`;
}

function operatorForm({ admin, deeds, watcher }: Page, { id }: KnownRequest): View {
  const name = `end ${id}`;
  const end = (event: SubmitEvent) => {
    const { text } = fieldsOf(event);
    void deeds.run(name, async () => {
      await admin.endRequest(id, text('reason'));
      await watcher.look('request', id);
    });
  };
  return html`<form @submit=${end} class="line card-end">
      <p>
        <label for="end-${id}">Reason that the signers read</label>
        <input id="end-${id}" name="reason" required maxlength="500" />
      </p>
      <button class="danger">End as operator</button>
    </form>
    ${deeds.result(name)}`;
}

const TONES: Record<KnownRequest['view']['state'], Tone> = {
  OPEN: 'busy',
  READY: 'good',
  DECLINED: 'bad',
  CANCELLED: 'plain',
  EXPIRED: 'plain',
};
