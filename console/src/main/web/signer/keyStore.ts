import { type Hex, Refusal, SecretKey } from '@tutti/client';

/** A key as it lies in the browser, and in a backup: nobody reads it without the passphrase. */
export interface StoredKey {
  readonly format: 'tutti-browser-key/1';
  readonly publicKey: Hex;
  readonly iterations: number;
  /** Base64, as the rest. */
  readonly salt: string;
  readonly iv: string;
  readonly ciphertext: string;
}

/** The part of the browser's storage that is used. */
export type KeyStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const ENTRY = 'tutti.signer-key';
const FORMAT = 'tutti-browser-key/1';
/** What OWASP advises for PBKDF2 with SHA-256. */
const ITERATIONS = 600_000;
const MAX_ITERATIONS = 10_000_000;

/** The passphrase opens nothing here: it is another one, or the key was tampered with. */
export class WrongPassphrase extends Error {
  override readonly name = 'WrongPassphrase';
}

/** The one key of this browser, encrypted with AES-GCM under a key from a passphrase. */
export class KeyStore {
  readonly #storage: () => KeyStorage;
  readonly #iterations: number;

  /** @param storage opens the storage, which a browser may refuse at any time */
  constructor(storage: () => KeyStorage, iterations = ITERATIONS) {
    this.#storage = storage;
    this.#iterations = iterations;
  }

  /** The key that is kept, still encrypted. */
  stored(): StoredKey | undefined {
    const text = this.#storage().getItem(ENTRY);
    return text === null ? undefined : storedKey(text);
  }

  /** Encrypts a key and keeps it, if there is no other. */
  async keep(key: SecretKey, passphrase: string): Promise<void> {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const wrapping = await wrappingKey(passphrase, salt, this.#iterations);
    const bytes = key.use((secret) => Uint8Array.from(secret));
    try {
      const parameters = { name: 'AES-GCM', iv, additionalData: utf8(key.publicKey) };
      const sealed = await crypto.subtle.encrypt(parameters, wrapping, bytes);
      const stored: StoredKey = {
        format: FORMAT,
        publicKey: key.publicKey,
        iterations: this.#iterations,
        salt: base64(salt),
        iv: base64(iv),
        ciphertext: base64(new Uint8Array(sealed)),
      };
      this.#put(stored);
    } finally {
      bytes.fill(0);
    }
  }

  /** Keeps a key from a backup as it is, if there is no other; it fails if that is none. */
  restore(backup: string): StoredKey {
    const stored = storedKey(backup);
    this.#put(stored);
    return stored;
  }

  /** Decrypts a key. */
  async open(stored: StoredKey, passphrase: string): Promise<SecretKey> {
    const wrapping = await wrappingKey(passphrase, bytesOf(stored.salt), stored.iterations);
    const parameters = {
      name: 'AES-GCM',
      iv: bytesOf(stored.iv),
      additionalData: utf8(stored.publicKey),
    };
    let bytes: Uint8Array;
    try {
      const opened = await crypto.subtle.decrypt(parameters, wrapping, bytesOf(stored.ciphertext));
      bytes = new Uint8Array(opened);
    } catch {
      throw new WrongPassphrase('The passphrase does not open this key.');
    }
    try {
      return SecretKey.of(bytes);
    } finally {
      bytes.fill(0);
    }
  }

  /** Another tab may have kept a key since this page was drawn: it must not be lost. */
  #put(stored: StoredKey): void {
    if (this.#storage().getItem(ENTRY) !== null) {
      throw new Refusal('ALREADY_EXISTS', 'this browser has a key already: reload the page');
    }
    this.#storage().setItem(ENTRY, JSON.stringify(stored));
  }

  /** Removes the key; without a backup it is lost. */
  forget(): void {
    this.#storage().removeItem(ENTRY);
  }
}

/** Reads what claims to be an encrypted key. */
export function storedKey(text: string): StoredKey {
  const value = parsed(text);
  const { format, publicKey, iterations, salt, iv, ciphertext } = value;
  const wellFormed =
    format === FORMAT &&
    typeof publicKey === 'string' &&
    /^0[23][0-9a-f]{64}$/.test(publicKey) &&
    typeof iterations === 'number' &&
    Number.isInteger(iterations) &&
    iterations > 0 &&
    iterations <= MAX_ITERATIONS && // or a file could keep the page busy for hours
    isBase64(salt, 16) &&
    isBase64(iv, 12) &&
    isBase64(ciphertext, 48);
  if (!wellFormed) throw new SyntaxError('This is no encrypted key of the console.');
  return { format, publicKey, iterations, salt, iv, ciphertext } as StoredKey;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

async function wrappingKey(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  // The same passphrase may be typed in another way on another machine.
  const material = utf8(passphrase.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', material, 'PBKDF2', false, ['deriveKey']);
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  const cipher = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(derivation, base, cipher, false, ['encrypt', 'decrypt']);
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function isBase64(value: unknown, size: number): boolean {
  try {
    return typeof value === 'string' && bytesOf(value).length === size;
  } catch {
    return false;
  }
}
