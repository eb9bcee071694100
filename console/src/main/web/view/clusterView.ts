import { html, nothing } from 'lit-html';
import type { Ban, Member } from '../admin/adminClient.js';
import { counted } from '../model/text.js';
import type { Page } from './page.js';
import { badge, fieldsOf, none, timeView, type View } from './parts.js';

/** Members, health and bans, for operators. */
export function clusterView(page: Page): View {
  return page.admin.isOpen ? operatorView(page) : entryView(page);
}

function entryView({ admin, deeds }: Page): View {
  const enter = (event: SubmitEvent) => {
    const { text } = fieldsOf(event);
    void deeds.run('admin', () => admin.enter(text('api-key')));
  };
  return html`<p>Members, health and bans are shown to operators.</p>
    <form @submit=${enter}>
      <p>
        <label for="api-key">API key of an operator</label>
        <input id="api-key" name="api-key" type="password" required autocomplete="off"
          spellcheck="false" aria-describedby="api-key-hint" />
        <small id="api-key-hint">It is forgotten when this page is closed.</small>
      </p>
      <p><button class="main">Enter</button></p>
    </form>
    ${deeds.result('admin')}`;
}

function operatorView(page: Page): View {
  const { admin, deeds } = page;
  return html`
    <p>
      <button type="button" @click=${() => void deeds.run('admin', () => admin.refresh())}>
        Look again
      </button>
      <button type="button" @click=${() => admin.leave()}>Leave</button>
    </p>
    ${deeds.result('admin')}
    <section aria-labelledby="members">
      <h3 id="members">Members</h3>
      ${healthView(page)}
      ${membersView(admin.members)}
    </section>
    <section aria-labelledby="bans">
      <h3 id="bans">Bans</h3>
      ${admin.bans.length === 0 ? none('Nobody is banned.') : nothing}
      <ul class="entries">
        ${admin.bans.map((ban) => banView(page, ban))}
      </ul>
      ${banForm(page)}
    </section>
  `;
}

function membersView(members: readonly Member[]): View {
  return html`<div class="scroll" role="region" aria-label="Members of the cluster" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Address</th>
          <th scope="col">Role</th>
        </tr>
      </thead>
      <tbody>
        ${members.map(
          ({ address, role, self = false }) => html`<tr>
            <th scope="row">${address} ${self ? badge('this gateway', 'plain') : nothing}</th>
            <td>${role}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** What an operator wants to know first. */
function healthView({ admin, watcher }: Page): View {
  const holders = admin.members.filter(({ role }) => role === 'data').length;
  const answers = watcher.trouble === undefined;
  return html`<p>
    ${answers ? badge('services answer', 'good') : badge('services do not answer', 'bad')}
    ${counted(admin.members.length, 'member')}, ${holders} of which hold documents.
  </p>`;
}

function banView(page: Page, { subject, bannedUntil, reason }: Ban): View {
  const { admin, deeds, now } = page;
  const name = `pardon ${subject}`;
  const pardon = () => void deeds.run(name, () => admin.pardon(subject));
  return html`<li>
    <code class="whole">${subject}</code> ends ${timeView(bannedUntil, now)}
    ${reason === undefined ? nothing : html`<q>${reason}</q>`}
    <button type="button" aria-label="Pardon ${subject}" @click=${pardon}>Pardon</button>
    ${deeds.result(name)}
  </li>`;
}

function banForm({ admin, deeds }: Page): View {
  const ban = (event: SubmitEvent) => {
    const { form, text } = fieldsOf(event);
    void deeds.run('ban', async () => {
      await admin.ban(text('subject'), Number(text('minutes')), text('reason'));
      form.reset();
      return 'Banned.';
    });
  };
  return html`<form @submit=${ban}>
      <p>
        <label for="subject">Public key or address</label>
        <input id="subject" name="subject" required spellcheck="false" />
      </p>
      <p>
        <label for="minutes">Minutes</label>
        <input id="minutes" name="minutes" type="number" min="1" value="15" required />
      </p>
      <p>
        <label for="ban-reason">Reason</label>
        <input id="ban-reason" name="reason" required maxlength="500" />
      </p>
      <p><button class="danger">Ban</button></p>
    </form>
    ${deeds.result('ban')}`;
}
