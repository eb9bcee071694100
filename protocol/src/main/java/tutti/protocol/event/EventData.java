package tutti.protocol.event;

/** What an event says; one record per type, see {@link EventType}. */
public sealed interface EventData
    permits SignerAdvertised,
        SignerWithdrawn,
        SignerExpired,
        RequestCreated,
        RequestReceived,
        ParticipantJoined,
        RequestDeclined,
        RequestCancelled,
        RequestExpired,
        SessionReady,
        NonceCommitmentsComplete,
        NoncesComplete,
        SessionComplete,
        SessionFailed,
        SessionAborted,
        SessionExpired,
        SessionClosed,
        ShouldBroadcast,
        BroadcastConfirmed,
        CoordinatorFailed,
        FailoverExhausted,
        SessionRetried,
        ParticipantUnreachable {}
