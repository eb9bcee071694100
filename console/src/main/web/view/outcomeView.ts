import { type Hex, verdictOn } from '@tutti/client';
import { html, nothing } from 'lit-html';
import type { Verdict } from '../model/outcome.js';
import type { KnownRequest } from '../model/requests.js';
import { type KnownSession, keysOf } from '../model/sessions.js';
import { counted, word } from '../model/text.js';
import type { Page } from './page.js';
import { badge, download, entry, hexView, timeView, type Tone, type View } from './parts.js';

const TONES: Record<Verdict, Tone> = {
  valid: 'good',
  invalid: 'bad',
  'not checked': 'plain',
  'being checked': 'busy',
};

/** More signatures than these are verified and shown when somebody opens them. */
const SHOWN_AT_ONCE = 8;

/** More than these nobody looks through by eye. */
const SHOWN_SIGNATURES = 200;

/** The signatures, each that is shown verified here. */
export function signaturesView(page: Page, { status, request }: KnownSession): View {
  const { sessionId, signatures } = status;
  if (signatures === undefined) return nothing;
  if (signatures.length <= SHOWN_AT_ONCE) {
    return html`<h5>${signatures.length === 1 ? 'Signature' : 'Signatures'}</h5>
      ${signatureList(page, request, signatures)}`;
  }
  const { unfolded } = page;
  const shown = unfolded.has(sessionId) ? signatures.slice(0, SHOWN_SIGNATURES) : [];
  const rest = signatures.length - SHOWN_SIGNATURES;
  const toggle = (event: Event) => {
    unfolded.set(sessionId, (event.currentTarget as HTMLDetailsElement).open);
  };
  return html`<details ?open=${unfolded.has(sessionId)} @toggle=${toggle}>
    <summary>${signatures.length} signatures: look at them and verify them here</summary>
    ${signatureList(page, request, shown)}
    ${rest > 0 && shown.length > 0 ? html`<p>and ${counted(rest, 'other')}</p>` : nothing}
  </details>`;
}

function signatureList(page: Page, request: KnownRequest, signatures: readonly Hex[]): View {
  return html`<ol class="signatures">
    ${page.verifier.items(request, signatures).map(
      ({ message, publicKey, signature, verdict }) => html`<li>
        ${badge(verdict === 'valid' ? 'verified in this browser' : verdict, TONES[verdict])}
        <dl>
          ${entry('Signature', hexView(signature, 'the signature'))}
          ${entry('Message', hexView(message, 'the message'))}
          ${publicKey === undefined
            ? nothing
            : entry('Aggregate key', hexView(publicKey, 'the aggregate key'))}
        </dl>
      </li>`,
    )}
  </ol>`;
}

/** Why there is no signature, who is at fault, and what proves it. */
export function failureView(page: Page, session: KnownSession): View {
  const { failure } = session.status;
  if (failure === undefined) return nothing;
  const { code, message, culprit, abortedBy, missing = [] } = failure;
  return html`<h5>Why there is no signature</h5>
    <dl>
      ${entry('Reason', message)} ${entry('Code', html`<code>${code}</code>`)}
      ${culprit === undefined ? nothing : entry('At fault', people(session, [culprit]))}
      ${abortedBy === undefined ? nothing : entry('Ended by', people(session, [abortedBy]))}
      ${missing.length === 0 ? nothing : entry('Missing', people(session, missing))}
    </dl>
    ${culprit === undefined ? nothing : evidenceView(page, session)}`;
}

/** Who has to broadcast the result, and what became of it. */
export function broadcastView(page: Page, session: KnownSession): View {
  const { broadcast } = session.status;
  if (broadcast === undefined) return nothing;
  const { state, coordinator, deadline, reference } = broadcast;
  const isAwaited = state === 'AWAITING_BROADCAST';
  return html`<h5>Broadcast</h5>
    <dl>
      ${entry('State', word(state))}
      ${isAwaited ? entry('By', people(session, [coordinator])) : nothing}
      ${isAwaited && deadline !== undefined ? entry('Until', timeView(deadline, page.now)) : nothing}
      ${reference === undefined ? nothing : entry('Reference', html`<code>${reference}</code>`)}
    </dl>`;
}

function people({ request }: KnownSession, indexes: readonly number[]): View[] {
  return keysOf(request, indexes).map((key) => hexView(key, 'the public key'));
}

/** Fetches what proves the fault, checks it here, and hands it out. */
function evidenceView(page: Page, { status }: KnownSession): View {
  const { sessionId } = status;
  const name = `evidence ${sessionId}`;
  const fetchIt = async () => {
    const evidence = await page.reader.evidence(sessionId);
    const verdict = verdictOn(evidence);
    download(`evidence-${sessionId}.json`, JSON.stringify(evidence, undefined, 2));
    switch (verdict.kind) {
      case 'proven':
        return 'Checked in this browser: the evidence proves the fault.';
      case 'unproven':
        return `The evidence proves nothing: ${verdict.why}.`;
      case 'unchecked':
        return `Not checked: ${verdict.why}. Check it with tutti verify --evidence.`;
    }
  };
  return html`<p class="card-end">
      <button type="button" @click=${() => void page.deeds.run(name, fetchIt)}>
        Check and download the evidence
      </button>
    </p>
    ${page.deeds.result(name)}`;
}
