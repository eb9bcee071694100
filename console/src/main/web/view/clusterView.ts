import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Ban, Check, Member } from '../admin/adminClient.js';
import { counted } from '../model/text.js';
import type { Beat } from '../watch/pulse.js';
import type { Page } from './page.js';
import { badge, empty, fieldsOf, timeView, type View } from './parts.js';

/** Health for everybody; members and bans for operators. */
export function clusterView(page: Page): View {
  const { admin } = page;
  return html`
    <p class="lede">Whether the services answer, and for operators who is in the cluster.</p>
    <div class="panels">
      ${healthPanel(page)}
      ${admin.isOpen ? operatorPanel(page) : entryPanel(page)}
      ${admin.checks === undefined ? nothing : checksPanel(admin.checks)}
      ${admin.members === undefined ? nothing : membersPanel(admin.members)}
      ${admin.bans === undefined ? nothing : bansPanel(page, admin.bans)}
    </div>
  `;
}

function healthPanel({ pulse }: Page): View {
  return html`<section class="panel" aria-labelledby="health">
    <h3 id="health">Health</h3>
    <p>Asked from this browser every few seconds, the way every client asks.</p>
    <ul class="entries">
      ${pulse.beats.map((beat) => html`<li><span>${beat.service}</span> ${beatView(beat)}</li>`)}
    </ul>
  </section>`;
}

function beatView({ trouble, millis }: Beat): View {
  return trouble === undefined
    ? badge(`answers in ${millis} ms`, 'good')
    : badge(`${trouble.code}: ${trouble.message}`, 'bad');
}

function entryPanel({ admin, deeds }: Page): View {
  const enter = (event: SubmitEvent) => {
    const { form, text } = fieldsOf(event);
    void deeds.run('admin', async () => {
      await admin.enter(text('api-key'));
      form.reset();
    });
  };
  return html`<section class="panel" aria-labelledby="operators">
    <h3 id="operators">For operators</h3>
    <form @submit=${enter}>
      <p>
        <label for="api-key">API key of an operator</label>
        <input id="api-key" name="api-key" type="password" required autocomplete="off"
          spellcheck="false" aria-describedby="api-key-hint" />
        <small id="api-key-hint">It is forgotten when this page is closed.</small>
      </p>
      <p><button class="main">Enter</button></p>
    </form>
    ${deeds.result('admin')}
  </section>`;
}

function operatorPanel({ admin }: Page): View {
  const { trouble } = admin;
  return html`<section class="panel" aria-labelledby="operators">
    <h3 id="operators">For operators</h3>
    <p>You see and do what your API key allows.</p>
    ${trouble === undefined
      ? nothing
      : html`<p class="result bad" role="alert">${trouble.code}: ${trouble.message}</p>`}
    <p><button type="button" @click=${() => admin.leave()}>Leave</button></p>
  </section>`;
}

function checksPanel(checks: readonly Check[]): View {
  return html`<section class="panel" aria-labelledby="checks">
    <h3 id="checks">Seen from the gateway</h3>
    <ul class="entries">
      ${checks.map(
        ({ name, outcome, detail }) => html`<li>
          <span>${name}</span>
          ${outcome === 'UP' ? badge('up', 'good') : badge(`down: ${detail ?? 'no reason'}`, 'bad')}
        </li>`,
      )}
    </ul>
  </section>`;
}

function membersPanel(members: readonly Member[]): View {
  const holders = members.filter(({ role }) => role === 'data').length;
  return html`<section class="panel" aria-labelledby="members">
    <h3 id="members">Members</h3>
    <p>${counted(members.length, 'member')}, ${holders} of which hold documents.</p>
    <div class="scroll" role="region" aria-label="Members of the cluster" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Role</th>
          </tr>
        </thead>
        <tbody>
          ${members.map(
            ({ address, role, self }) => html`<tr>
              <th scope="row">${address} ${self ? badge('this gateway', 'plain') : nothing}</th>
              <td>${role}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function bansPanel(page: Page, bans: readonly Ban[]): View {
  return html`<section class="panel" aria-labelledby="bans" tabindex="-1">
    <h3 id="bans">Bans</h3>
    ${bans.length === 0 ? empty('Nobody is banned.', nothing) : nothing}
    <ul class="entries">
      ${repeat(bans, ({ subject }) => subject, (ban) => banView(page, ban))}
    </ul>
    ${banForm(page)}
  </section>`;
}

function banView(page: Page, { subject, bannedUntil, reason }: Ban): View {
  const { admin, deeds, now } = page;
  const name = `pardon ${subject}`;
  const pardon = () => void deeds.run(name, () => admin.pardon(subject));
  return html`<li>
    <div>
      <code class="whole">${subject}</code>
      <small>ends ${timeView(bannedUntil, now)}${reason === undefined ? nothing : `, ${reason}`}</small>
    </div>
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
        <input id="subject" class="code" name="subject" required spellcheck="false" />
      </p>
      <div class="fields">
        <p>
          <label for="minutes">Minutes</label>
          <input id="minutes" name="minutes" type="number" min="1" value="15" required />
        </p>
        <p>
          <label for="ban-reason">Reason</label>
          <input id="ban-reason" name="reason" required maxlength="200" />
        </p>
      </div>
      <p><button class="danger">Ban</button></p>
    </form>
    ${deeds.result('ban')}`;
}
