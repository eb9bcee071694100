package tutti.agent;

/** Hears what happens, in order per session, on the agent's executor. */
@FunctionalInterface
public interface AgentListener {
  void on(AgentEvent event);
}
