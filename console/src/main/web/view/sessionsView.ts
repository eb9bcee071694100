import type { Hex } from '@tutti/client';
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { signedItems } from '../model/outcome.js';
import { awaited, isRunning, type KnownSession, keysOf, type Step, steps } from '../model/sessions.js';
import { counted, word } from '../model/text.js';
import type { Page } from './page.js';
import { badge, entry, hexView, none, SHOWN_PEOPLE, timeView, type View } from './parts.js';
import { evidenceView } from './evidenceView.js';

/** More than these are not looked through by eye, and each takes time to verify. */
const SHOWN_ENDED = 20;

/** Sessions, their rounds and their ends. */
export function sessionsView(page: Page): View {
  const all = page.watcher.sessions.all();
  const running = all.filter(({ status }) => isRunning(status.phase));
  const ended = all.filter(({ status }) => !isRunning(status.phase)).slice(0, SHOWN_ENDED);
  return html`
    <h3>Running</h3>
    ${running.length === 0 ? none('Nothing is being signed at the moment.') : list(page, running)}
    ${ended.length === 0 ? nothing : html`<h3>Ended</h3>${list(page, ended)}`}
  `;
}

function list(page: Page, sessions: readonly KnownSession[]): View {
  return html`<ul class="cards">
    ${repeat(sessions, ({ status }) => status.sessionId, (session) => html`<li>${card(page, session)}</li>`)}
  </ul>`;
}

function card(page: Page, session: KnownSession): View {
  const { status, request } = session;
  const { sessionId, phase, deadline, attempt } = status;
  const waiting = awaited(session);
  return html`<article aria-labelledby="session-${sessionId}">
    <h4 id="session-${sessionId}">${request.request.purpose ?? 'Without a purpose'}</h4>
    <p>
      ${badge(word(phase), phase === 'COMPLETE' ? 'good' : isRunning(phase) ? 'busy' : 'bad')}
      ${attempt > 1 ? badge(`attempt ${attempt}`, 'plain') : nothing}
    </p>
    <ol class="steps" aria-label="Rounds">
      ${steps(session).map(stepView)}
    </ol>
    <dl>
      ${entry('Session', hexView(sessionId, 'the session id'))}
      ${isRunning(phase) && deadline !== undefined
        ? entry('Round ends', timeView(deadline, page.now))
        : nothing}
      ${waiting.length === 0
        ? nothing
        : entry('Awaited', peopleView(waiting))}
      ${entry('Coordinator', keysOf(request, [status.coordinator]).map((key) => hexView(key, 'the public key')))}
    </dl>
    ${broadcastView(page, session)} ${signaturesView(session)} ${failureView(page, session)}
    ${ownActions(page, session)}
  </article>`;
}

function peopleView(keys: readonly Hex[]): View {
  const rest = keys.length - SHOWN_PEOPLE;
  return html`<ul class="people">
    ${keys.slice(0, SHOWN_PEOPLE).map((key) => html`<li>${hexView(key, 'the public key')}</li>`)}
    ${rest > 0 ? html`<li>and ${counted(rest, 'other')}</li>` : nothing}
  </ul>`;
}

function stepView({ name, state }: Step): View {
  const current = state === 'now' ? 'step' : nothing;
  return html`<li class="step ${state.replaceAll(' ', '-')}" aria-current=${current}>
    <span class="name">${name}</span> <span class="state">${state}</span>
  </li>`;
}

function signaturesView({ status, request }: KnownSession): View {
  if (status.signatures === undefined) return nothing;
  return html`<h5>Signatures</h5>
    <ol class="signatures">
      ${signedItems(request, status.signatures).map(
        ({ message, publicKey, signature, verdict }) => html`<li>
          ${badge(
            verdict === 'valid' ? 'verified in this browser' : verdict,
            verdict === 'valid' ? 'good' : verdict === 'invalid' ? 'bad' : 'plain',
          )}
          <dl>
            ${entry('Signature', hexView(signature, 'the signature'))}
            ${entry('Message', hexView(message, 'the message'))}
            ${entry('Aggregate key', hexView(publicKey, 'the aggregate key'))}
          </dl>
        </li>`,
      )}
    </ol>`;
}

function failureView(page: Page, session: KnownSession): View {
  const { failure } = session.status;
  if (failure === undefined) return nothing;
  const { code, message, culprit, abortedBy, missing = [] } = failure;
  const people = (indexes: readonly number[]) =>
    keysOf(session.request, indexes).map((key) => hexView(key, 'the public key'));
  return html`<h5>Why there is no signature</h5>
    <p>${message}</p>
    <dl>
      ${entry('Code', html`<code>${code}</code>`)}
      ${culprit === undefined ? nothing : entry('At fault', people([culprit]))}
      ${abortedBy === undefined ? nothing : entry('Ended by', people([abortedBy]))}
      ${missing.length === 0 ? nothing : entry('Missing', people(missing))}
    </dl>
    ${culprit === undefined ? nothing : evidenceView(page, session)}`;
}

function broadcastView(page: Page, { status, request }: KnownSession): View {
  const { broadcast } = status;
  if (broadcast === undefined) return nothing;
  const { state, coordinator, deadline, reference } = broadcast;
  const who = keysOf(request, [coordinator]).map((key) => hexView(key, 'the public key'));
  return html`<h5>Broadcast</h5>
    <dl>
      ${entry('State', word(state))}
      ${state === 'AWAITING_BROADCAST' ? entry('By', who) : nothing}
      ${state === 'AWAITING_BROADCAST' && deadline !== undefined
        ? entry('Until', timeView(deadline, page.now))
        : nothing}
      ${reference === undefined ? nothing : entry('Reference', html`<code>${reference}</code>`)}
    </dl>`;
}

function ownActions(page: Page, { status, request }: KnownSession): View {
  const { desk, deeds } = page;
  const { sessionId, phase, nextSessionId } = status;
  const takesPart = desk.isOpen && request.signers.includes(desk.publicKey ?? '');
  if (!takesPart || phase === 'COMPLETE' || nextSessionId !== undefined) return nothing;
  const name = `session ${sessionId}`;
  const abort = () => desk.abort(sessionId, 'ended in the console').then(() => 'Ended.');
  const retry = () => desk.retry(sessionId).then(() => 'A new attempt was asked for.');
  const [label, work] = isRunning(phase) ? (['End the session', abort] as const) : (['Try again', retry] as const);
  return html`<p>
      <button type="button" @click=${() => void deeds.run(name, work)}>${label}</button>
    </p>
    ${deeds.result(name)}`;
}
