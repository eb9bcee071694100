import type { SigningRequest } from '@tutti/client';

const MINUTE = 60_000;

/** What the form asks for; the services and the agent judge whether it is right. */
export function requestOf(
  data: FormData,
  self: string,
  now: number,
): Omit<SigningRequest, 'creator'> {
  const typed = lines(data, 'keys');
  const keys = new Set([self, ...data.getAll('signer').map(String), ...typed]);
  return {
    keys: [...keys],
    items: lines(data, 'messages').map((message) => ({ message })),
    purpose: String(data.get('purpose')).trim(),
    expiresAt: now + Number(data.get('minutes')) * MINUTE,
    options: { broadcast: data.get('broadcast') === 'on' },
  };
}

function lines(data: FormData, name: string): string[] {
  const text = String(data.get(name) ?? '').toLowerCase();
  return text.split(/\s+/).filter(Boolean);
}
