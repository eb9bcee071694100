import { html } from 'lit-html';
import type { Page } from './page.js';
import { download, fieldsOf, hexView, type View } from './parts.js';

const PASSPHRASE_LENGTH = 10;

/** A browser without a key: makes one, or takes one in. */
export function setUpView(page: Page): View {
  return html`
    <p class="lede">
      Sign with a key of your own. It stays in this browser, encrypted with your passphrase; no
      message has a place for it.
    </p>
    <div class="panels">
      <section class="panel" aria-labelledby="create">
        <h3 id="create">A key for this browser</h3>
        ${createForm(page)}
      </section>
      <section class="panel" aria-labelledby="restore">
        <h3 id="restore">Load a backup</h3>
        ${restoreForm(page)}
      </section>
    </div>
  `;
}

function createForm(page: Page): View {
  const { desk, deeds } = page;
  const create = (event: SubmitEvent) => {
    const { form, text } = fieldsOf(event);
    const passphrase = field(form, 'passphrase');
    const secret = text('secret').toLowerCase();
    void deeds.run('key', async () => {
      if (passphrase !== field(form, 'repeated')) throw new Error('The passphrases differ.');
      await desk.create(passphrase, secret === '' ? undefined : secret);
      form.reset();
    });
  };
  return html`<form @submit=${create} autocomplete="off">
      <p>
        <label for="passphrase">Passphrase</label>
        <input id="passphrase" name="passphrase" type="password" required
          minlength=${PASSPHRASE_LENGTH} autocomplete="new-password" aria-describedby="passphrase-hint" />
        <small id="passphrase-hint">At least ${PASSPHRASE_LENGTH} characters. Nobody can reset it.</small>
      </p>
      <p>
        <label for="repeated">Passphrase again</label>
        <input id="repeated" name="repeated" type="password" required autocomplete="new-password" />
      </p>
      <details>
        <summary>I have a key already</summary>
        <p>
          <label for="secret">Private key, 64 hex digits</label>
          <input id="secret" class="code" name="secret" type="password" pattern="[0-9a-fA-F]{64}"
            autocomplete="off" spellcheck="false" />
        </p>
      </details>
      <p><button class="main">Create the key</button></p>
    </form>
    ${deeds.result('key')}`;
}

/** A browser whose key is locked. */
export function unlockView(page: Page): View {
  const { desk, deeds } = page;
  const unlock = (event: SubmitEvent) => {
    const { form } = fieldsOf(event);
    void deeds.run('key', async () => {
      await desk.unlock(field(form, 'passphrase'));
      form.reset();
    });
  };
  return html`
    <p class="lede">Your key ${hexView(desk.publicKey ?? '', 'your public key')} is locked.</p>
    <div class="panels">
      <section class="panel" aria-labelledby="unlock">
        <h3 id="unlock">Unlock it</h3>
        <form @submit=${unlock}>
          <p>
            <label for="passphrase">Passphrase</label>
            <input id="passphrase" name="passphrase" type="password" required
              autocomplete="current-password" />
          </p>
          <p><button class="main">Unlock</button></p>
        </form>
        ${deeds.result('key')}
      </section>
      <section class="panel" aria-labelledby="key">
        <h3 id="key">Your key</h3>
        ${keepingView(page)}
      </section>
    </div>
  `;
}

/** An open key. */
export function keyView(page: Page): View {
  return html`<p>
      Others see only its public half. Locking wipes the open key and the nonces from the memory of
      this page.
    </p>
    <p><button type="button" @click=${() => page.desk.lock()}>Lock the key</button></p>
    ${keepingView(page)}`;
}

function keepingView(page: Page): View {
  const { desk, deeds } = page;
  const backup = () => download(`tutti-key-${(desk.publicKey ?? '').slice(0, 10)}.json`, desk.backup());
  const forget = (event: SubmitEvent) => {
    const { form, text } = fieldsOf(event);
    void deeds.run('forget', async () => {
      if (text('confirmed') !== 'on') throw new Error('Say first that you have a backup.');
      desk.forget();
      form.reset();
    });
  };
  return html`<p>
      <button type="button" @click=${backup}>Download an encrypted backup</button>
    </p>
    <form @submit=${forget} class="card-end">
      <label class="check">
        <input type="checkbox" name="confirmed" required />
        I have a backup, or need this key no longer
      </label>
      <p><button class="danger">Remove the key from this browser</button></p>
    </form>
    ${deeds.result('forget')}`;
}

function restoreForm(page: Page): View {
  const { desk, deeds } = page;
  const restore = (event: SubmitEvent) => {
    const { form } = fieldsOf(event);
    const file = (form.elements.namedItem('backup') as HTMLInputElement).files?.[0];
    void deeds.run('restore', async () => desk.restore((await file?.text()) ?? ''));
  };
  return html`<form @submit=${restore}>
      <p>
        <label for="backup">Backup file</label>
        <input id="backup" name="backup" type="file" accept="application/json,.json" required />
      </p>
      <p><button>Load</button></p>
    </form>
    ${deeds.result('restore')}`;
}

/** As it was typed: blanks belong to a passphrase. */
function field(form: HTMLFormElement, name: string): string {
  return (form.elements.namedItem(name) as HTMLInputElement).value;
}
