import { flawOf } from '@tutti/client';
import { html } from 'lit-html';
import type { KnownSession } from '../model/sessions.js';
import type { Page } from './page.js';
import { download, type View } from './parts.js';

/** Fetches what proves the fault, checks it here, and hands it out. */
export function evidenceView(page: Page, { status }: KnownSession): View {
  const { sessionId } = status;
  const name = `evidence ${sessionId}`;
  const fetchIt = async () => {
    const evidence = await page.reader.evidence(sessionId);
    const flaw = flawOf(evidence);
    download(`evidence-${sessionId}.json`, JSON.stringify(evidence, undefined, 2));
    return flaw === undefined
      ? 'Checked in this browser: the evidence proves the fault.'
      : `The evidence proves nothing: ${flaw}.`;
  };
  return html`<p>
      <button type="button" @click=${() => void page.deeds.run(name, fetchIt)}>
        Check and download the evidence
      </button>
    </p>
    ${page.deeds.result(name)}`;
}
