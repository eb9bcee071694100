import { approve, type Decision, type ProposedSigning } from '@tutti/client';

/** Something that waits for a person's decision, or did. */
export interface Question {
  readonly id: number;
  readonly proposed: ProposedSigning;
  /** Why nobody needs the answer any more. */
  readonly takenBack?: string;
}

interface Open extends Question {
  decide(decision: Decision): void;
  withdraw(reason: QuestionWithdrawn): void;
}

/** What is over and more than anybody has dismissed goes, the oldest first. */
const KEPT_TAKEN_BACK = 10;

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
  /** All that are shown, the oldest first; without a way to decide if they were taken back. */
  readonly #shown = new Map<number, Open | Question>();
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
      this.#shown.set(id, { id, proposed, decide, withdraw });
      this.#changed();
    });
  };

  /** What waits, the oldest first. */
  questions(): Question[] {
    return this.#waiting();
  }

  /**
   * What waits and, in its place, what was taken back: who asks must not be able to put another
   * question where somebody is about to answer this one.
   */
  shown(): Question[] {
    return [...this.#shown.values()];
  }

  /** What a person asks for needs no further question. */
  approveOwn(requestId: string): void {
    this.#approved.add(requestId);
  }

  answer(id: number, decision: Decision): void {
    const question = this.#shown.get(id);
    if (question === undefined || !isOpen(question)) return;
    this.#shown.delete(id);
    if (decision.approved) this.#approved.add(question.proposed.requestId);
    question.decide(decision);
    this.#changed();
  }

  /** Somebody has seen that a question was taken back. */
  dismiss(id: number): void {
    const question = this.#shown.get(id);
    if (question !== undefined && !isOpen(question)) this.#shown.delete(id);
    this.#changed();
  }

  /** Takes back the questions about what has ended; nobody needs the answer. */
  drop(of: { requestId?: string; sessionId?: string }, why: string): void {
    for (const question of this.#waiting()) {
      const { requestId, sessionId } = question.proposed;
      const isOver =
        (of.sessionId !== undefined && of.sessionId === sessionId) ||
        (of.requestId !== undefined && of.requestId === requestId);
      if (isOver) this.#takeBack(question, why);
    }
  }

  /** Takes back all questions, and forgets what was approved. */
  clear(): void {
    const waiting = this.#waiting();
    this.#shown.clear();
    for (const question of waiting) question.withdraw(new QuestionWithdrawn('it is over'));
    this.#approved.clear();
    this.#changed();
  }

  #waiting(): Open[] {
    return [...this.#shown.values()].filter(isOpen);
  }

  #takeBack({ id, proposed, withdraw }: Open, why: string): void {
    this.#shown.set(id, { id, proposed, takenBack: why });
    withdraw(new QuestionWithdrawn(why));
    const over = [...this.#shown.values()].filter((question) => !isOpen(question));
    for (const old of over.slice(0, -KEPT_TAKEN_BACK)) this.#shown.delete(old.id);
    this.#changed();
  }
}

function isOpen(question: Open | Question): question is Open {
  return 'decide' in question;
}
