import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { ListedSigner } from '../model/directory.js';
import { counted } from '../model/text.js';
import type { Page } from './page.js';
import { badge, empty, hexView, timeView, type View } from './parts.js';

/** The directory. */
export function signersView(page: Page): View {
  const signers = page.directory.signers(page.now);
  return html`
    <p class="lede">${counted(signers.length, 'signer')} can be asked to sign.</p>
    ${signers.length === 0 ? nobody(page) : table(page, signers)}
  `;
}

function nobody({ watcher }: Page): View {
  if (!watcher.isListed) return empty('Looking for signers …', nothing);
  const hint = html`Signers appear here as soon as they advertise. <a href="#/sign">Be the first.</a>`;
  return empty('Nobody advertises at the moment.', hint);
}

function table(page: Page, signers: readonly ListedSigner[]): View {
  return html`<div class="scroll" role="region" aria-label="Directory of signers" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Signer</th>
          <th scope="col">Signs</th>
          <th scope="col" class="number">Fee in sat</th>
          <th scope="col">Amounts in sat</th>
          <th scope="col" class="number">Completed</th>
          <th scope="col" class="number">Failed by its fault</th>
          <th scope="col">Ends</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(signers, ({ key }) => key, (signer) => row(page, signer))}
      </tbody>
    </table>
  </div>`;
}

function row(page: Page, { key, advertisement, completed, failedAtFault }: ListedSigner): View {
  const { transactionTypes, fee, minAmount, maxAmount, expiresAt } = advertisement;
  const isOwn = page.desk.publicKey === key;
  return html`<tr>
    <th scope="row">${hexView(key, 'the public key')} ${isOwn ? badge('you', 'good') : nothing}</th>
    <td>${transactionTypes.join(', ')}</td>
    <td class="number">${fee ?? '–'}</td>
    <td>${amounts(minAmount, maxAmount)}</td>
    <td class="number">${completed}</td>
    <td class="number">${failedAtFault === 0 ? 0 : badge(String(failedAtFault), 'bad')}</td>
    <td>${timeView(expiresAt, page.now)}</td>
  </tr>`;
}

function amounts(min: number | undefined, max: number | undefined): string {
  if (min === undefined && max === undefined) return 'any';
  if (max === undefined) return `from ${min}`;
  return min === undefined ? `up to ${max}` : `${min} to ${max}`;
}
