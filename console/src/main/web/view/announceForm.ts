import { html } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { requestOf } from '../model/announcement.js';
import type { ListedSigner } from '../model/directory.js';
import { shortened } from '../model/text.js';
import type { Page } from './page.js';
import { fieldsOf, type View } from './parts.js';

/** Asks signers of the directory, and keys that are typed in. */
export function announceForm(page: Page): View {
  const { desk, deeds } = page;
  const others = page.directory.signers(page.now).filter(({ key }) => key !== desk.publicKey);
  const announce = (event: SubmitEvent) => {
    const { form } = fieldsOf(event);
    const data = new FormData(form);
    void deeds.run('announce', async () => {
      await desk.announce(requestOf(data, desk.publicKey ?? '', Date.now()));
      form.reset();
      return 'The others are asked.';
    });
  };
  return html`<form @submit=${announce}>
      <fieldset>
        <legend>Whom to ask</legend>
        ${others.length === 0 ? NOBODY : html`<div class="choice">${choices(others)}</div>`}
      </fieldset>
      <p>
        <label for="more-keys">Further public keys, one a line</label>
        <textarea id="more-keys" class="code" name="keys" rows="2" spellcheck="false"></textarea>
      </p>
      <p>
        <label for="messages">Messages of 32 bytes as hex, one a line</label>
        <textarea id="messages" class="code" name="messages" rows="2" required spellcheck="false"></textarea>
      </p>
      <div class="fields">
        <p>
          <label for="purpose">Purpose</label>
          <input id="purpose" name="purpose" required maxlength="200" />
        </p>
        <p>
          <label for="minutes">Minutes until it expires</label>
          <input id="minutes" name="minutes" type="number" min="1" max="120" value="30" required />
        </p>
      </div>
      <p>
        <label class="check">
          <input type="checkbox" name="broadcast" />
          Have an elected signer broadcast the result
        </label>
      </p>
      <p><button class="main">Ask</button></p>
    </form>
    ${deeds.result('announce')}`;
}

const NOBODY = html`<small>Nobody else advertises at the moment.</small>`;

/** Each keeps its place and its tick while others come and go. */
function choices(signers: readonly ListedSigner[]): unknown {
  return repeat(
    signers,
    ({ key }) => key,
    ({ key, advertisement }) => html`<label class="check">
      <input type="checkbox" name="signer" value=${key} />
      <span><code title=${key}>${shortened(key)}</code> ${advertisement.transactionTypes.join(', ')}</span>
    </label>`,
  );
}
