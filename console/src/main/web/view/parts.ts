import { html, nothing, type TemplateResult } from 'lit-html';
import type { Hex } from '@tutti/client';
import { dateOf, fromNow, shortened } from '../model/text.js';

/** Something that a part of the page shows. */
export type View = TemplateResult | typeof nothing;

export type Tone = 'good' | 'bad' | 'busy' | 'plain';

/** Of how many people each is shown. */
export const SHOWN_PEOPLE = 50;

/** The name of the event by which a part has a sentence told to whoever does not see it. */
export const SAID = 'tutti-said';

/** For how long a file that is handed out stays there for the browser to save. */
const FILE_LIFE = 60_000;

const TWO_SHEETS = html`<svg
  viewBox="0 0 16 16"
  width="14"
  height="14"
  fill="none"
  stroke="currentColor"
  stroke-width="1.5"
  aria-hidden="true"
>
  <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
  <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
</svg>`;

/** A key, an id or a signature; the whole of it can be copied. */
export function hexView(hex: Hex, name: string): View {
  return html`<span class="hex"
    ><code title=${hex}>${shortened(hex)}</code
    ><button
      type="button"
      class="copy"
      aria-label="Copy ${name}"
      title="Copy ${name}"
      @click=${(event: Event) => void copy(event.currentTarget as HTMLElement, hex, name)}
    >
      ${TWO_SHEETS}
    </button></span
  >`;
}

async function copy(button: HTMLElement, hex: Hex, name: string): Promise<void> {
  const copied = await navigator.clipboard.writeText(hex).then(
    () => true,
    () => false, // the browser or the person does not allow it
  );
  const detail = copied ? `Copied ${name}.` : `This browser does not let ${name} be copied.`;
  button.title = detail;
  button.dispatchEvent(new CustomEvent(SAID, { bubbles: true, detail }));
}

/** A state in a word; the colour only repeats it. */
export function badge(text: string, tone: Tone): View {
  return html`<span class="badge ${tone}">${text}</span>`;
}

/** When something happens or has happened. */
export function timeView(time: number, now: number): View {
  const date = dateOf(time);
  return html`<time datetime=${date.toISOString()} title=${date.toLocaleString()}
    >${fromNow(time, now)}</time
  >`;
}

/** A name and what it is, as an entry of a `dl`. */
export function entry(name: string, value: unknown): View {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** How many of all have done something. */
export function progressView(done: number, all: number, what: string): View {
  return html`<p class="progress">
    <span>${done} of ${all} ${what}</span>
    <progress max=${all} value=${done} aria-label="${what}"></progress>
  </p>`;
}

/** A heading with its marks at the top of a card. */
export function cardHead(id: string, heading: string, marks: readonly View[]): View {
  return html`<div class="card-head">
    <h4 id=${id} tabindex="-1">${heading}</h4>
    <p class="marks">${marks}</p>
  </div>`;
}

/** What is said where nothing is listed, and what one can do about it. */
export function empty(sentence: string, hint: unknown): View {
  return html`<p class="empty"><strong>${sentence}</strong> ${hint}</p>`;
}

/** Offers text as a file. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), FILE_LIFE);
}

/** The fields of a form that was sent, by their names. */
export function fieldsOf(event: SubmitEvent): { form: HTMLFormElement; text(name: string): string } {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const data = new FormData(form, event.submitter);
  return { form, text: (name) => String(data.get(name) ?? '').trim() };
}
