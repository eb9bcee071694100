import { html, nothing, type TemplateResult } from 'lit-html';
import type { AdminDesk } from '../admin/adminDesk.js';
import type { Directory } from '../model/directory.js';
import type { Verifier } from '../model/outcome.js';
import type { SignerDesk } from '../signer/desk.js';
import type { Pulse } from '../watch/pulse.js';
import type { Reader } from '../watch/reader.js';
import type { Transactions } from '../watch/transactions.js';
import type { Watcher } from '../watch/watcher.js';
import { clusterView } from './clusterView.js';
import type { Deeds } from './deeds.js';
import { badge, type View } from './parts.js';
import { VIEW_NAMES, type ViewName } from './route.js';
import { requestsView } from './requestsView.js';
import { sessionsView } from './sessionsView.js';
import { signersView } from './signersView.js';
import { signView } from './signView.js';
import type { Unfolded } from './unfolded.js';

/** What the views show, and what they can have done. */
export interface Page {
  readonly directory: Directory;
  readonly watcher: Watcher;
  readonly reader: Reader;
  readonly pulse: Pulse;
  readonly transactions: Transactions;
  readonly verifier: Verifier;
  readonly desk: SignerDesk;
  readonly admin: AdminDesk;
  readonly deeds: Deeds;
  readonly unfolded: Unfolded;
  readonly now: number;
}

const VIEWS = {
  signers: { title: 'Signers', show: signersView },
  requests: { title: 'Requests', show: requestsView },
  sessions: { title: 'Sessions', show: sessionsView },
  sign: { title: 'Sign', show: signView },
  cluster: { title: 'Cluster', show: clusterView },
} as const satisfies Record<ViewName, unknown>;

export function titleOf(name: ViewName): string {
  return VIEWS[name].title;
}

/** The whole page; one view at a time is shown. */
export function pageView(page: Page, current: ViewName): TemplateResult {
  const { title, show } = VIEWS[current];
  return html`
    <header class="masthead">
      <h1><img src="icon.svg" alt="" width="26" height="26" />Tutti</h1>
      <nav aria-label="Views">
        <ul>
          ${VIEW_NAMES.map(
            (name) => html`<li>
              <a href="#/${name}" aria-current=${name === current ? 'page' : nothing}
                >${VIEWS[name].title}${count(page, name)}</a
              >
            </li>`,
          )}
        </ul>
      </nav>
      <p class="marks">${stateMarks(page)}</p>
    </header>
    <main id="content" tabindex="-1" aria-labelledby="view-title">
      <h2 id="view-title">${title}</h2>
      ${troubleView(page)} ${show(page)}
    </main>
    <footer><a href="licences.txt">Licences of what this page is made of</a></footer>
  `;
}

/** Whether what is shown is current, and whether this browser can sign. */
function stateMarks({ watcher, desk }: Page): View[] {
  const link =
    watcher.trouble !== undefined
      ? badge('cut off', 'bad')
      : watcher.isListed
        ? badge('live', 'good')
        : badge('connecting', 'busy');
  return desk.isOpen ? [badge('key open', 'good'), link] : [link];
}

function troubleView({ watcher }: Page): View {
  const { trouble } = watcher;
  if (trouble === undefined) return nothing;
  return html`<p class="result bad" role="alert">
    The services do not answer (${trouble.code}: ${trouble.message}). What is shown may be old.
  </p>`;
}

/** How many things of a view want to be looked at. */
function count(page: Page, name: ViewName): View {
  const open = page.watcher.requests.open().length;
  const questions = page.desk.consents.questions().length + page.desk.orders.length;
  const number = name === 'requests' ? open : name === 'sign' ? questions : 0;
  if (number === 0) return nothing;
  const meaning = name === 'requests' ? 'open' : 'to decide';
  return html` <span class="count">${number}<span class="unseen"> ${meaning}</span></span>`;
}
