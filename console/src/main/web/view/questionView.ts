import {
  approve,
  type BroadcastOrder,
  orderedKeys,
  reject,
  type SigningRequest,
} from '@tutti/client';
import { html, nothing } from 'lit-html';
import type { Question } from '../signer/consents.js';
import type { Page } from './page.js';
import { badge, entry, fieldsOf, hexView, timeView, type View } from './parts.js';

/** What is to be signed, and the person's yes or no. */
export function questionView(page: Page, { id, proposed }: Question): View {
  const { consents } = page.desk;
  const { stage, requestId, request, attempt } = proposed;
  const decline = (event: SubmitEvent) => {
    const reason = fieldsOf(event).text('reason');
    consents.answer(id, reject(reason === '' ? 'declined by the signer' : reason));
  };
  return html`<article aria-labelledby="question-${id}">
    <h4 id="question-${id}">
      ${stage === 'JOIN' ? 'Take part?' : 'Sign now?'} ${request.purpose ?? 'Without a purpose'}
    </h4>
    <p>
      ${badge(stage === 'JOIN' ? 'asked to join' : 'last look before your signature leaves', 'busy')}
      ${attempt > 1 ? badge(`attempt ${attempt}`, 'plain') : nothing}
    </p>
    ${requestDetails(page, requestId, request)}
    <div class="actions">
      <button type="button" class="main" @click=${() => consents.answer(id, approve)}>Approve</button>
      <form @submit=${decline} class="line">
        <label for="reason-${id}">Reason for a no</label>
        <input id="reason-${id}" name="reason" maxlength="500" />
        <button class="danger">Decline</button>
      </form>
    </div>
  </article>`;
}

function requestDetails(page: Page, requestId: string, request: SigningRequest): View {
  const { items, metadata = {}, suite = 'bip327', scheme = 'raw', options = {} } = request;
  return html`<dl>
      ${entry('Request', hexView(requestId, 'the request id'))}
      ${entry('Asked by', hexView(request.creator, 'the public key'))}
      ${entry('Expires', timeView(request.expiresAt, page.now))}
      ${entry('Signatures for', suite)} ${entry('Scheme', scheme)}
      ${entry('Broadcast', options.broadcast === false ? 'no' : 'by an elected signer')}
      ${Object.entries(metadata).map(([name, value]) => entry(name, value))}
    </dl>
    <h5>Messages</h5>
    <ol class="messages">
      ${items.map(
        ({ message, tweaks = [] }) => html`<li>
          <code class="whole">${message}</code>
          ${tweaks.map(
            ({ tweak, xOnly }) => html`<small>${xOnly ? 'x-only' : 'plain'} tweak ${hexView(tweak, 'the tweak')}</small>`,
          )}
        </li>`,
      )}
    </ol>
    <details>
      <summary>All ${request.keys.length} signers, in their order</summary>
      <ol class="people" start="0">
        ${orderedKeys(request).map((key) => html`<li><code class="whole">${key}</code></li>`)}
      </ol>
    </details>`;
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
  return html`<article aria-labelledby="order-${sessionId}">
    <h4 id="order-${sessionId}">Broadcast the result: ${request.purpose ?? 'without a purpose'}</h4>
    <dl>
      ${entry('Session', hexView(sessionId, 'the session id'))}
      ${entry('Until', timeView(deadline, page.now))}
      ${signatures.map((signature) => entry('Signature', html`<code class="whole">${signature}</code>`))}
    </dl>
    <form @submit=${send} class="line">
      <label for="reference-${sessionId}">Transaction id, or what went wrong</label>
      <input id="reference-${sessionId}" name="reference" maxlength="500" />
      <button class="main" name="done" value="yes">It is out</button>
      <button class="danger" name="done" value="no">I cannot</button>
    </form>
    ${deeds.result(name)}
  </article>`;
}
