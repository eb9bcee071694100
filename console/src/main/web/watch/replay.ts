/** How long the gateway has to say what it remembers. */
const PATIENCE = 10_000;

/** No event has it, so that all that are remembered come. */
const NONE = '0';

/**
 * Has the gateway tell again of the requests that it remembers; what is new comes over the bus. The
 * stream does not stay open, as browsers keep only a few connections to one host.
 */
export function replayRequests(hear: (body: unknown) => void): void {
  const stream = new EventSource(`/v1/events?topics=requests&lastEventId=${NONE}`);
  const end = () => stream.close();
  stream.addEventListener('request.created', ({ data }: MessageEvent<string>) => {
    hear(JSON.parse(data));
  });
  stream.addEventListener('error', end);
  setTimeout(end, PATIENCE);
}
