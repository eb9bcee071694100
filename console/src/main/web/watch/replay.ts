/** How long the gateway may say nothing new before all is told; longer than a browser stays away. */
const SILENCE = 10_000;

/** On a busy gateway there is always something new; by then what was kept has been told. */
const PATIENCE = 120_000;

/** No event has it, so that all that are remembered come. */
const NONE = '0';

/** The part of an event stream that is used. */
export type Stream = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>;

const connect = (url: string): Stream => new EventSource(url);

/**
 * Has the gateway tell again of the requests that it remembers; what is new comes over the bus. When
 * the stream breaks off the browser comes back by itself, and says which event was the last: a gateway
 * may tell of many in pieces. The stream does not stay open for ever, as browsers keep only a few
 * connections to one host.
 *
 * @returns ends it before its time
 */
export function replayRequests(hear: (body: unknown) => void, open = connect): () => void {
  const stream = open(`/v1/events?topics=requests&lastEventId=${NONE}`);
  const end = () => {
    clearTimeout(silence);
    clearTimeout(patience);
    stream.close();
  };
  const patience = setTimeout(end, PATIENCE);
  let silence = setTimeout(end, SILENCE);
  stream.addEventListener('request.created', (event) => {
    clearTimeout(silence);
    silence = setTimeout(end, SILENCE);
    hear(JSON.parse((event as MessageEvent<string>).data));
  });
  stream.addEventListener('error', () => {
    if (stream.readyState === CLOSED) end(); // refused, and not only broken off
  });
  return end;
}

/** What `EventSource.CLOSED` is. */
const CLOSED = 2;
