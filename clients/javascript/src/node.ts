import { WebSocket } from 'ws';
import type { Socket } from './bus/connection.js';
import { GatewayBus, type GatewayOptions } from './bus/gatewayBus.js';

export * from './index.js';

/** As large as the largest message of the contract may be configured to be. */
const MAX_FRAME = 17_000_000;

/** How long a gateway may take to open a connection, in milliseconds. */
const HANDSHAKE = 10_000;

/** A connection to a gateway from Node.js, whose own WebSocket is missing before version 22. */
export function connect(options: GatewayOptions): GatewayBus {
  const how = { maxPayload: MAX_FRAME, perMessageDeflate: false, handshakeTimeout: HANDSHAKE };
  const socket = (url: string) => new WebSocket(url, how) as unknown as Socket;
  return new GatewayBus({ socket, ...options });
}
