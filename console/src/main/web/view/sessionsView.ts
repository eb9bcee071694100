import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { awaited, isRunning, type KnownSession, type Step, steps } from '../model/sessions.js';
import { counted, ownFirst, word } from '../model/text.js';
import { broadcastView, failureView, signaturesView } from './outcomeView.js';
import type { Page } from './page.js';
import {
  badge,
  cardHead,
  empty,
  entry,
  hexView,
  progressView,
  SHOWN_PEOPLE,
  timeView,
  type View,
} from './parts.js';
import { headingOf } from './route.js';

/** More than these are not looked through by eye, and each takes a while to verify. */
const SHOWN_ENDED = 20;

/** Sessions, their rounds and their ends. */
export function sessionsView(page: Page): View {
  // What strangers do must not move what this person is about to press.
  const all = ownFirst(page.watcher.sessions.all(), (session) => takesPart(page, session));
  const running = all.filter(({ status }) => isRunning(status.phase));
  const ended = all.filter(({ status }) => !isRunning(status.phase)).slice(0, SHOWN_ENDED);
  return html`
    <p class="lede">The rounds of signing as they happen, and what came of them.</p>
    <h3>Running</h3>
    ${running.length === 0 ? nothingRuns() : list(page, running)}
    ${ended.length === 0 ? nothing : html`<h3>Ended</h3>${list(page, ended)}`}
  `;
}

function nothingRuns(): View {
  const hint = html`A session begins when all signers of a <a href="#/requests">request</a> have joined.`;
  return empty('Nothing is being signed at the moment.', hint);
}

function list(page: Page, sessions: readonly KnownSession[]): View {
  return html`<ul class="cards">
    ${repeat(sessions, ({ status }) => status.sessionId, (session) => html`<li>${card(page, session)}</li>`)}
  </ul>`;
}

function card(page: Page, session: KnownSession): View {
  const { status, request } = session;
  const { sessionId, phase, attempt } = status;
  const marks: View[] = [
    attempt > 1 ? badge(`attempt ${attempt}`, 'plain') : nothing,
    badge(word(phase), phase === 'COMPLETE' ? 'good' : isRunning(phase) ? 'busy' : 'bad'),
  ];
  return html`<article class="card" aria-labelledby=${headingOf(sessionId)}>
    ${cardHead(headingOf(sessionId), request.request.purpose ?? 'Without a purpose', marks)}
    <ol class="steps" aria-label="Rounds">
      ${steps(session).map(stepView)}
    </ol>
    ${isRunning(phase) ? roundView(page, session) : nothing}
    <dl>
      ${entry('Session', hexView(sessionId, 'the session id'))}
      ${entry('Request', html`<a href="#/requests/${status.requestId}">what is signed, by whom</a>`)}
    </dl>
    ${broadcastView(page, session)} ${signaturesView(page, session)} ${failureView(page, session)}
    ${ownActions(page, session)}
  </article>`;
}

/** How far the round is, for whom it waits, and until when. */
function roundView(page: Page, session: KnownSession): View {
  const { deadline, signers } = session.status;
  const waiting = awaited(session);
  const rest = waiting.length - SHOWN_PEOPLE;
  return html`${progressView(signers - waiting.length, signers, 'have contributed')}
    <dl>
      ${deadline === undefined ? nothing : entry('Round ends', timeView(deadline, page.now))}
      ${waiting.length === 0
        ? nothing
        : entry(
            'Awaited',
            html`${waiting.slice(0, SHOWN_PEOPLE).map(
              (key) => html`${hexView(key, 'the public key')}
              ${key === page.desk.publicKey ? badge('you', 'plain') : nothing} `,
            )}
            ${rest > 0 ? `and ${counted(rest, 'other')}` : nothing}`,
          )}
    </dl>`;
}

function stepView({ name, state }: Step): View {
  const current = state === 'now' ? 'step' : nothing;
  return html`<li class="step ${state.replaceAll(' ', '-')}" aria-current=${current}>
    <span class="name">${name}</span>
    ${state === 'unknown' ? nothing : html`<span class="state">${state}</span>`}
  </li>`;
}

function takesPart({ desk }: Page, { request }: KnownSession): boolean {
  return request.signers.includes(desk.publicKey ?? '');
}

function ownActions(page: Page, session: KnownSession): View {
  const { desk, deeds } = page;
  const { sessionId, phase, nextSessionId } = session.status;
  if (!desk.isOpen || !takesPart(page, session)) return nothing;
  if (phase === 'COMPLETE' || nextSessionId !== undefined) return nothing;
  const name = `session ${sessionId}`;
  const abort = () => desk.abort(sessionId, 'ended in the console').then(() => 'Ended.');
  const retry = () => desk.retry(sessionId).then(() => 'A new attempt was asked for.');
  const [label, work] = isRunning(phase) ? (['End the session', abort] as const) : (['Try again', retry] as const);
  return html`<p class="card-end">
      <button type="button" data-still @click=${() => void deeds.run(name, work)}>${label}</button>
    </p>
    ${deeds.result(name)}`;
}
