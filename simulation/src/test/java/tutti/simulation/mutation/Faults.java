package tutti.simulation.mutation;

import java.util.List;
import tutti.simulation.world.Scenario.Theme;

/** The faults that the simulation is known to find. */
public final class Faults {
  private Faults() {}

  public static List<Mutation> all() {
    return List.of(
        new Mutation(
            "the sweeper never publishes",
            Theme.MEMBERS,
            ForgetfulServices.unpublished(),
            "not published"),
        new Mutation(
            "nothing is handed over to the session service",
            Theme.CALM,
            ForgetfulServices.notHandedOver(),
            "it does not come to its end"),
        new Mutation(
            "what is repeated is refused",
            Theme.WEATHER,
            SessionMutation.NO_IDEMPOTENCE.parts(),
            "a repeated contribution is not taken as such"),
        new Mutation(
            "equivocation is not seen",
            Theme.CHEATERS,
            SessionMutation.EQUIVOCATION_UNSEEN.parts(),
            "is not named for EQUIVOCATION"),
        new Mutation(
            "traffic extends the deadline",
            Theme.CALM,
            SessionMutation.DEADLINE_EXTENDED_BY_TRAFFIC.parts(),
            "a deadline moved"),
        new Mutation(
            "no phase expires",
            Theme.CHEATERS,
            SessionMutation.NEVER_EXPIRED.parts(),
            "left undone"),
        new Mutation(
            "a number is left out",
            Theme.CALM,
            SessionMutation.GAP_IN_NUMBERS.parts(),
            "the events of a session are not numbered"),
        new Mutation(
            "a session begins anew when it is opened again",
            Theme.WEATHER,
            SessionMutation.OPENED_TWICE.parts(),
            "a deadline moved"),
        new Mutation(
            "somebody else is blamed",
            Theme.CHEATERS,
            SessionMutation.WRONG_ONE_BLAMED.parts(),
            "an honest signer is blamed"),
        new Mutation(
            "a complete session loses its signatures",
            Theme.CALM,
            SessionMutation.RESULT_FORGOTTEN.parts(),
            "acknowledged and missing: the end after SignaturesAggregated"),
        new Mutation(
            "signatures are told and not recorded",
            Theme.CALM,
            SessionMutation.RESULT_UNRECORDED.parts(),
            "told and missing"),
        new Mutation(
            "a broadcast is confirmed and not recorded",
            Theme.CALM,
            SessionMutation.BROADCAST_UNRECORDED.parts(),
            "acknowledged and missing: ConfirmBroadcast"),
        new Mutation(
            "nothing is removed", Theme.CALM, SessionMutation.NEVER_REMOVED.parts(), "left undone"),
        new Mutation(
            "signers contribute again after a restart",
            Theme.SIGNERS,
            new CarelessSigners(),
            "an honest signer says two different things"),
        new Mutation(
            "signers derive their nonces",
            Theme.SIGNERS,
            LaxCryptography.repeatedNonces(),
            "a nonce was made twice"),
        new Mutation(
            "final signatures are not verified",
            Theme.CHEATERS,
            LaxCryptography.unverified(),
            "a signature that is not valid"),
        new Mutation(
            "what has moved is not found for long",
            Theme.MEMBERS,
            CarelessStore.blind(),
            "a signer gives up a session that is there"),
        new Mutation(
            "the store answers before the backup has it",
            Theme.MEMBERS,
            new CarelessStore(true, false),
            "acknowledged and missing"),
        new Mutation(
            "the store does not notice that a backup has missed something",
            Theme.MEMBERS,
            new CarelessStore(false, true),
            "acknowledged and missing"));
  }
}
