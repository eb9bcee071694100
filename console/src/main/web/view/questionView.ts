import { approve, type BroadcastOrder, reject } from '@tutti/client';
import { html, nothing } from 'lit-html';
import type { Question } from '../signer/consents.js';
import type { Page } from './page.js';
import { badge, cardHead, entry, fieldsOf, hexView, timeView, type View } from './parts.js';
import { requestDetails } from './requestDetails.js';

/** What is to be signed, and the person's yes or no; or that it was taken back. */
export function questionView(page: Page, { id, proposed, takenBack }: Question): View {
  const { consents } = page.desk;
  const { stage, requestId, request, attempt } = proposed;
  const decline = (event: SubmitEvent) => {
    const reason = fieldsOf(event).text('reason');
    consents.answer(id, reject(reason === '' ? 'declined by the signer' : reason));
  };
  const isJoin = stage === 'JOIN';
  const heading = `${isJoin ? 'Take part?' : 'Sign now?'} ${request.purpose ?? 'Without a purpose'}`;
  const marks: View[] = [
    attempt > 1 ? badge(`attempt ${attempt}`, 'plain') : nothing,
    takenBack === undefined
      ? badge(isJoin ? 'asked to join' : 'last look', 'busy')
      : badge('taken back', 'plain'),
  ];
  const answer = html`<form @submit=${decline} class="line card-end">
    ${answerFields(id, () => consents.answer(id, approve))}
  </form>`;
  // As high as the answer was: nothing below moves.
  const over = html`<div class="in-place card-end">
    <div class="line">${answerFields(id, () => {})}</div>
    <p>
      Nobody needs your answer any more: ${takenBack}.
      <button type="button" @click=${() => consents.dismiss(id)}>Dismiss</button>
    </p>
  </div>`;
  const look = takenBack === undefined ? 'card wanted' : 'card wanted over';
  return html`<article class=${look} tabindex="-1" aria-labelledby="question-${id}">
    ${cardHead(`question-${id}`, heading, marks)} ${requestDetails(page, requestId, request)}
    ${takenBack === undefined ? answer : over}
  </article>`;
}

function answerFields(id: number, onApprove: () => void): View {
  return html`<button type="button" class="main" data-still @click=${onApprove}>Approve</button>
    <p>
      <label for="reason-${id}">Reason for a no</label>
      <input id="reason-${id}" name="reason" maxlength="500" />
    </p>
    <button class="danger" data-still>Decline</button>`;
}

/** The result that this signer has to bring out. */
export function orderView(page: Page, order: BroadcastOrder): View {
  const { desk, deeds } = page;
  const { sessionId, request, signatures, deadline } = order;
  const name = `broadcast ${sessionId}`;
  const send = (event: SubmitEvent) => {
    const { text } = fieldsOf(event);
    const isDone = text('done') === 'yes';
    void deeds.run(name, () =>
      isDone
        ? desk.confirmBroadcast(sessionId, text('reference'))
        : desk.reportBroadcastFailure(sessionId, text('reference')),
    );
  };
  const heading = `Broadcast the result: ${request.purpose ?? 'without a purpose'}`;
  return html`<article class="card wanted" aria-labelledby="order-${sessionId}">
    ${cardHead(`order-${sessionId}`, heading, [badge('yours to broadcast', 'busy')])}
    <dl>
      ${entry('Session', hexView(sessionId, 'the session id'))}
      ${entry('Until', timeView(deadline, page.now))}
      ${signatures.map((signature) => entry('Signature', html`<code class="whole">${signature}</code>`))}
    </dl>
    <form @submit=${send} class="line card-end">
      <p>
        <label for="reference-${sessionId}">Transaction id, or what went wrong</label>
        <input id="reference-${sessionId}" name="reference" maxlength="500" />
      </p>
      <button class="main" data-still name="done" value="yes">It is out</button>
      <button class="danger" data-still name="done" value="no">I cannot</button>
    </form>
    ${deeds.result(name)}
  </article>`;
}
