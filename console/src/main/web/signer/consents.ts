import { approve, type Decision, type ProposedSigning } from '@tutti/client';

/** Something that waits for a person's decision. */
export interface Question {
  readonly id: number;
  readonly proposed: ProposedSigning;
}

interface Open extends Question {
  decide(decision: Decision): void;
  withdraw(reason: QuestionWithdrawn): void;
}

/** Nobody decides any more; that is neither a yes nor a no. */
export class QuestionWithdrawn extends Error {
  override readonly name = 'QuestionWithdrawn';
}

/**
 * The policy of a person: asks before the key takes part in anything. Whoever has said yes to a
 * request is asked again before the signature leaves only if that is wanted; the request cannot have
 * changed since, as it is named by its hash.
 */
export class Consents {
  readonly #open = new Map<number, Open>();
  readonly #approved = new Set<string>();
  readonly #changed: () => void;
  #count = 0;
  /** Whether to ask again right before partial signatures leave. */
  asksTwice = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The agent's policy. */
  readonly policy = (proposed: ProposedSigning): Decision | Promise<Decision> => {
    const { stage, requestId } = proposed;
    const again = stage === 'SIGN' && this.asksTwice;
    if (this.#approved.has(requestId) && !again) return approve;
    return new Promise<Decision>((decide, withdraw) => {
      const id = ++this.#count;
      this.#open.set(id, { id, proposed, decide, withdraw });
      this.#changed();
    });
  };

  /** What waits, the oldest first. */
  questions(): Question[] {
    return [...this.#open.values()];
  }

  /** What a person asks for needs no further question. */
  approveOwn(requestId: string): void {
    this.#approved.add(requestId);
  }

  answer(id: number, decision: Decision): void {
    const question = this.#open.get(id);
    if (question === undefined) return;
    this.#open.delete(id);
    if (decision.approved) this.#approved.add(question.proposed.requestId);
    question.decide(decision);
    this.#changed();
  }

  /** Takes back the questions about what has ended; nobody needs the answer. */
  drop(of: { requestId?: string; sessionId?: string }): void {
    for (const question of [...this.#open.values()]) {
      const { requestId, sessionId } = question.proposed;
      const isOver =
        (of.sessionId !== undefined && of.sessionId === sessionId) ||
        (of.requestId !== undefined && of.requestId === requestId);
      if (isOver) this.#withdraw(question);
    }
  }

  /** Takes back all questions, and forgets what was approved. */
  clear(): void {
    for (const question of [...this.#open.values()]) this.#withdraw(question);
    this.#approved.clear();
  }

  #withdraw(question: Open): void {
    this.#open.delete(question.id);
    question.withdraw(new QuestionWithdrawn('it is over'));
    this.#changed();
  }
}
