import { approve, type BroadcastOrder, reject } from '@tutti/client';
import { html, nothing } from 'lit-html';
import type { Question } from '../signer/consents.js';
import type { Page } from './page.js';
import { badge, cardHead, entry, fieldsOf, hexView, timeView, type View } from './parts.js';
import { requestDetails } from './requestDetails.js';

/** What is to be signed, and the person's yes or no. */
export function questionView(page: Page, { id, proposed }: Question): View {
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
    badge(isJoin ? 'asked to join' : 'last look', 'busy'),
  ];
  return html`<article class="card wanted" aria-labelledby="question-${id}">
    ${cardHead(`question-${id}`, heading, marks)} ${requestDetails(page, requestId, request)}
    <form @submit=${decline} class="line card-end">
      <button type="button" class="main" @click=${() => consents.answer(id, approve)}>Approve</button>
      <p>
        <label for="reason-${id}">Reason for a no</label>
        <input id="reason-${id}" name="reason" maxlength="500" />
      </p>
      <button class="danger">Decline</button>
    </form>
  </article>`;
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
      <button class="main" name="done" value="yes">It is out</button>
      <button class="danger" name="done" value="no">I cannot</button>
    </form>
    ${deeds.result(name)}
  </article>`;
}
