import { type AnnouncedRequest, type Hex, orderedKeys, type RequestView } from '@tutti/client';

/** A verified request, and how the services say that it stands. */
export interface KnownRequest {
  readonly id: Hex;
  readonly request: AnnouncedRequest;
  /** By signer index. */
  readonly signers: readonly Hex[];
  readonly view: RequestView;
  readonly firstSeen: number;
}

/** One signer of a request. */
export interface Participant {
  readonly key: Hex;
  readonly index: number;
  readonly role: 'creator' | 'participant';
  readonly state: 'joined' | 'awaited' | 'declined';
}

const KEPT_OPEN = 200;
const KEPT_ENDED = 100;

/** The requests that were seen, the newest first; more than a person can look at are not kept. */
export class RequestBoard {
  readonly #requests = new Map<Hex, KnownRequest>();

  get(id: Hex): KnownRequest | undefined {
    return this.#requests.get(id);
  }

  /** Takes in what was read; what it was before, if it was known. */
  put(view: RequestView, request: AnnouncedRequest, now: number): KnownRequest | undefined {
    const before = this.#requests.get(view.requestId);
    this.#requests.set(view.requestId, {
      id: view.requestId,
      request,
      signers: orderedKeys(request),
      view,
      firstSeen: before?.firstSeen ?? now,
    });
    this.#forgetOld();
    return before;
  }

  all(): KnownRequest[] {
    return [...this.#requests.values()].sort((one, other) => other.firstSeen - one.firstSeen);
  }

  open(): KnownRequest[] {
    return this.all().filter(({ view }) => view.state === 'OPEN');
  }

  #forgetOld(): void {
    const ended = this.all().filter(({ view }) => view.state !== 'OPEN');
    const tooMany = [...ended.slice(KEPT_ENDED), ...this.open().slice(KEPT_OPEN)];
    for (const { id } of tooMany) this.#requests.delete(id);
  }
}

/** Who has joined, and who has not yet. */
export function participants({ request, signers, view }: KnownRequest): Participant[] {
  return signers.map((key, index) => ({
    key,
    index,
    role: key === request.creator ? 'creator' : 'participant',
    state:
      view.declinedBy === index ? 'declined' : view.awaiting.includes(index) ? 'awaited' : 'joined',
  }));
}
