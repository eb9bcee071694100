import { html, nothing, type TemplateResult } from 'lit-html';
import type { Hex } from '@tutti/client';
import { fromNow, shortened } from '../model/text.js';

/** Something that a part of the page shows. */
export type View = TemplateResult | typeof nothing;

/** Of how many people each is shown. */
export const SHOWN_PEOPLE = 50;

/** A key, an id or a signature; the whole of it can be copied. */
export function hexView(hex: Hex, name: string): View {
  return html`<span class="hex"
    ><code title=${hex}>${shortened(hex)}</code
    ><button
      type="button"
      class="copy"
      aria-label="Copy ${name}"
      title="Copy ${name}"
      @click=${() => void navigator.clipboard?.writeText(hex)}
    >
      Copy
    </button></span
  >`;
}

/** A state in a word; the colour only repeats it. */
export function badge(text: string, tone: 'good' | 'bad' | 'busy' | 'plain'): View {
  return html`<span class="badge ${tone}">${text}</span>`;
}

/** When something happens or has happened. */
export function timeView(time: number, now: number): View {
  const date = new Date(time);
  return html`<time datetime=${date.toISOString()} title=${date.toLocaleString()}
    >${fromNow(time, now)}</time
  >`;
}

/** A name and what it is, as an entry of a `dl`. */
export function entry(name: string, value: unknown): View {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** What is said where nothing is listed. */
export function none(sentence: string): View {
  return html`<p class="none">${sentence}</p>`;
}

/** Offers text as a file. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The fields of a form that was sent, by their names. */
export function fieldsOf(event: SubmitEvent): { form: HTMLFormElement; text(name: string): string } {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const data = new FormData(form, event.submitter);
  return { form, text: (name) => String(data.get(name) ?? '').trim() };
}
