import { html } from 'lit-html';
import { requestOf } from '../model/announcement.js';
import { shortened } from '../model/text.js';
import type { Page } from './page.js';
import { fieldsOf, none, type View } from './parts.js';

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
        ${others.length === 0 ? none('Nobody else advertises at the moment.') : ''}
        ${others.map(
          ({ key, advertisement }) => html`<label class="check">
            <input type="checkbox" name="signer" value=${key} />
            <code title=${key}>${shortened(key)}</code> ${advertisement.transactionTypes.join(', ')}
          </label>`,
        )}
        <p>
          <label for="more-keys">Further public keys, one a line</label>
          <textarea id="more-keys" name="keys" rows="2" spellcheck="false"></textarea>
        </p>
      </fieldset>
      <p>
        <label for="messages">Messages of 32 bytes as hex, one a line</label>
        <textarea id="messages" name="messages" rows="2" required spellcheck="false"></textarea>
      </p>
      <p>
        <label for="purpose">Purpose</label>
        <input id="purpose" name="purpose" required maxlength="200" />
      </p>
      <p>
        <label for="minutes">Minutes until it expires</label>
        <input id="minutes" name="minutes" type="number" min="1" max="120" value="30" required />
      </p>
      <label class="check">
        <input type="checkbox" name="broadcast" />
        Have an elected signer broadcast the result
      </label>
      <p><button class="main">Ask</button></p>
    </form>
    ${deeds.result('announce')}`;
}
