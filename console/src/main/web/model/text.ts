import type { Hex } from '@tutti/client';

/** A key or an id that fits a line; the whole of it belongs beside it, to be copied. */
export function shortened(hex: Hex): string {
  return hex.length <= 20 ? hex : `${hex.slice(0, 10)}…${hex.slice(-6)}`;
}

/** How long, in the two largest units. */
export function duration(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1_000));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** A point in time as seen from now. */
export function fromNow(time: number, now: number): string {
  return time > now ? `in ${duration(time - now)}` : `${duration(now - time)} ago`;
}

/** No calendar goes further. */
const LAST_DATE = 8.64e15;

/** A point in time that others name, as a date; what is beyond all dates is the last one. */
export function dateOf(time: number): Date {
  return new Date(Math.min(time, LAST_DATE));
}

/** `1 signer`, `2 signers`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** An amount of money. */
export function satoshi(amount: number): string {
  return `${amount.toLocaleString('en')} sat`;
}

/** `FAILED` as a word within a sentence. */
export function word(constant: string): string {
  return constant.toLowerCase().replaceAll('_', ' ');
}

/** The same things, those of somebody's own before all others. */
export function ownFirst<T>(all: readonly T[], isOwn: (one: T) => boolean): T[] {
  return [...all.filter(isOwn), ...all.filter((one) => !isOwn(one))];
}
