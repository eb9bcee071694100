import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { announceForm } from './announceForm.js';
import { keyView, setUpView, unlockView } from './keyView.js';
import { orderView, questionView } from './questionView.js';
import type { Page } from './page.js';
import { empty, fieldsOf, hexView, timeView, type View } from './parts.js';

const HOUR = 3_600_000;

/** The signer in this browser. */
export function signView(page: Page): View {
  const { desk } = page;
  if (!isSecureContext) {
    return empty('Open this page by https to sign.', 'Elsewhere browsers do not encrypt keys.');
  }
  if (desk.trouble !== undefined) {
    return empty('The key of this browser cannot be read.', desk.trouble);
  }
  if (desk.publicKey === undefined) return setUpView(page);
  if (!desk.isOpen) return unlockView(page);
  return html`
    <p class="lede">You sign with ${hexView(desk.publicKey, 'your public key')}</p>
    ${decisionsView(page)}
    <div class="panels">
      <section class="panel tall" aria-labelledby="ask">
        <h3 id="ask">Ask for a signature</h3>
        ${announceForm(page)}
      </section>
      <section class="panel" aria-labelledby="offer">
        <h3 id="offer">Be found</h3>
        ${advertiseForm(page)}
      </section>
      <section class="panel" aria-labelledby="key">
        <h3 id="key">Your key</h3>
        ${keyView(page)}
      </section>
    </div>
  `;
}

function decisionsView(page: Page): View {
  const { desk } = page;
  const questions = desk.consents.shown();
  const again = (event: Event) => {
    desk.consents.asksTwice = (event.target as HTMLInputElement).checked;
  };
  return html`<section aria-labelledby="to-decide" tabindex="-1">
    <h3 id="to-decide">To decide</h3>
    ${questions.length + desk.orders.length === 0
      ? empty('Nobody asks you for anything.', 'Requests that name your key appear here.')
      : nothing}
    <ul class="cards">
      ${repeat(questions, ({ id }) => id, (one) => html`<li>${questionView(page, one)}</li>`)}
      ${repeat(
        desk.orders,
        ({ sessionId }) => sessionId,
        (order) => html`<li>${orderView(page, order)}</li>`,
      )}
    </ul>
    <label class="check">
      <input type="checkbox" .checked=${desk.consents.asksTwice} @change=${again} />
      Ask me again right before each signature leaves
    </label>
  </section>`;
}

function advertiseForm(page: Page): View {
  const { desk, deeds, directory, now } = page;
  const own = directory.signers(now).find(({ key }) => key === desk.publicKey);
  const until = own?.advertisement.expiresAt;
  const advertise = (event: SubmitEvent) => {
    const { text } = fieldsOf(event);
    const types = text('types').split(/[\s,]+/).filter(Boolean);
    const fee = text('fee');
    const offer = { transactionTypes: types, expiresAt: Date.now() + Number(text('hours')) * HOUR };
    void deeds.run('advertise', async () => {
      await desk.advertise(fee === '' ? offer : { ...offer, fee: Number(fee) });
      return 'Others can find you now.';
    });
  };
  const withdraw = () => void deeds.run('advertise', () => desk.withdraw().then(() => 'Withdrawn.'));
  return html`<form @submit=${advertise}>
      <p>
        <label for="types">What you sign</label>
        <input id="types" name="types" value="spend" required pattern="[a-z0-9, \\-]+"
          aria-describedby="types-hint" />
        <small id="types-hint">Types of transactions: small letters, digits, hyphens; by commas.</small>
      </p>
      <div class="fields">
        <p>
          <label for="fee">Fee in satoshi, if any</label>
          <input id="fee" name="fee" type="number" min="0" step="1" inputmode="numeric" />
        </p>
        <p>
          <label for="hours">For how many hours</label>
          <input id="hours" name="hours" type="number" min="1" max="24" step="1" value="8" required />
        </p>
      </div>
      <p class="buttons">
        <button class="main">Advertise</button>
        ${until === undefined
          ? nothing
          : html`<button type="button" @click=${withdraw}>Withdraw</button>
              <span>Advertised; ends ${timeView(until, now)}.</span>`}
      </p>
    </form>
    ${deeds.result('advertise')}`;
}
