import { type Hex, Refusal } from '@tutti/client';
import { html, nothing } from 'lit-html';
import type { KnownRequest } from '../model/requests.js';
import { counted, satoshi } from '../model/text.js';
import { type Known, type Network, NETWORKS, type Spending } from '../watch/transactions.js';
import { explained } from './deeds.js';
import type { Page } from './page.js';
import { badge, entry, hexView, type View } from './parts.js';

/** More than these nobody looks through by eye. */
const SHOWN = 200;

/** What the transaction of a request does, for who opens it; nothing for other requests. */
export function transactionView(page: Page, { id, request }: KnownRequest): View {
  const { scheme = 'raw' } = request;
  if (scheme === 'raw') return nothing;
  const { unfolded, transactions } = page;
  const name = `transaction ${id}`;
  const toggle = (event: Event) => {
    const { open } = event.currentTarget as HTMLDetailsElement;
    unfolded.set(name, open);
    if (open) void transactions.look(id);
    else transactions.forget(id);
  };
  const known = unfolded.has(name) ? transactions.of(id) : undefined;
  return html`<details ?open=${unfolded.has(name)} @toggle=${toggle}>
    <summary>What the ${scheme === 'psbt' ? 'Bitcoin' : 'Lotus'} transaction does</summary>
    <p>
      This is the gateway’s word. Who signs relies on an agent of its own, which derives all of it
      from the transaction by itself.
    </p>
    ${networkChoice(page, id)} ${known === undefined ? nothing : knownView(page, id, known)}
  </details>`;
}

function networkChoice({ transactions }: Page, id: Hex): View {
  const choose = (event: Event) => {
    transactions.writeAddressesOf((event.target as HTMLSelectElement).value as Network);
  };
  return html`<p>
    <label for="network-${id}">Addresses of</label>
    <select id="network-${id}" @change=${choose}>
      ${NETWORKS.map(
        (network) =>
          html`<option value=${network} .selected=${network === transactions.network}>${network}</option>`,
      )}
    </select>
  </p>`;
}

function knownView({ transactions }: Page, id: Hex, known: Known): View {
  if (known === 'being read') return html`<p class="result" role="status">Working …</p>`;
  if (known instanceof Refusal) {
    return html`<p class="result bad" role="alert">${explained(known)}</p>
      <p><button type="button" @click=${() => void transactions.look(id)}>Try again</button></p>`;
  }
  if ('refused' in known) {
    const { code, message } = known.refused;
    return html`<p class="result bad" role="alert">Agents refuse to sign this: ${code}: ${message}</p>`;
  }
  return spendingView(known);
}

function spendingView(spending: Spending): View {
  const { txid, fee, out, outputs, inputs, cautions } = spending;
  return html`${cautions.map(
      (caution) => html`<p class="result bad" role="alert"><strong>CAUTION:</strong> ${caution}</p>`,
    )}
    <dl>
      ${entry('Pays', satoshi(out))} ${entry('Fee', satoshi(fee))}
      ${entry('Spends', satoshi(spending.in))}
      ${entry('Transaction', hexView(txid, 'the transaction id'))}
    </dl>
    <h5>${counted(outputs.length, 'output')}</h5>
    <ol class="messages" start="0">
      ${outputs.slice(0, SHOWN).map(
        (output) => html`<li>
          ${satoshi(output.amount)} to <code class="whole">${output.to}</code>
          ${ownerView(output)}
        </li>`,
      )}
    </ol>
    ${restView(outputs)}
    <h5>${counted(inputs.length, 'input')}</h5>
    <ol class="messages" start="0">
      ${inputs.slice(0, SHOWN).map(
        ({ amount, from, signing }) => html`<li>
          ${satoshi(amount)} from <code class="whole">${from}</code>
          <small>${signing}</small>
        </li>`,
      )}
    </ol>
    ${restView(inputs)}`;
}

/** Whose an output is, where that is known. */
function ownerView({ change, changeOf, unwatched }: Spending['outputs'][number]): View {
  if (unwatched !== undefined) {
    return html`<small>
      NOT change: the group has the key, but its wallets do not look there: ${unwatched}
    </small>`;
  }
  if (!change) return nothing;
  return html`${badge('change', 'plain')}
    <small>
      back to ${changeOf === undefined ? 'the group' : html`group ${hexView(changeOf, 'the group’s key')}`}
    </small>`;
}

/** What is left out is said with what it comes to. */
function restView(all: readonly { readonly amount: number }[]): View {
  const rest = all.slice(SHOWN);
  if (rest.length === 0) return nothing;
  const sum = rest.reduce((before, { amount }) => before + amount, 0);
  return html`<p class="result bad">and ${counted(rest.length, 'other')}, ${satoshi(sum)} in all</p>`;
}
