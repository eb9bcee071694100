import { type AnnouncedRequest, type ItemTweak, orderedKeys } from '@tutti/client';
import { html } from 'lit-html';
import type { Page } from './page.js';
import { entry, hexView, timeView, type View } from './parts.js';

/** Everything that a signer has to know of a request before it signs. */
export function requestDetails(page: Page, requestId: string, request: AnnouncedRequest): View {
  const { metadata = {}, suite = 'bip327', scheme = 'raw', options = {} } = request;
  return html`<dl>
      ${entry('Request', hexView(requestId, 'the request id'))}
      ${entry('Asked by', hexView(request.creator, 'the public key'))}
      ${entry('Expires', timeView(request.expiresAt, page.now))}
      ${entry('Signatures for', suite)} ${entry('Scheme', scheme)}
      ${entry('Broadcast', options.broadcast === false ? 'no' : 'by an elected signer')}
      ${Object.entries(metadata).map(([name, value]) => entry(name, String(value)))}
    </dl>
    ${messagesView(request)}
    <details>
      <summary>All ${request.keys.length} signers, in their order</summary>
      <ol class="messages" start="0">
        ${orderedKeys(request).map((key) => html`<li><code class="whole">${key}</code></li>`)}
      </ol>
    </details>`;
}

/** The messages and how their keys are tweaked, in full. */
export function messagesView({ items }: AnnouncedRequest): View {
  return html`<h5>${items.length === 1 ? 'The message' : `The ${items.length} messages`}</h5>
    <ol class="messages">
      ${items.map(
        ({ message, tweaks = [] }) => html`<li>
          <code class="whole">${message}</code>
          ${tweaks.map(tweakView)}
        </li>`,
      )}
    </ol>`;
}

function tweakView({ tweak, xOnly }: ItemTweak): View {
  return html`<small>${xOnly ? 'x-only' : 'plain'} tweak ${hexView(tweak, 'the tweak')}</small>`;
}
