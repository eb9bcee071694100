package tutti.gateway.rest;

import tutti.gateway.access.ApiKeys;
import tutti.gateway.access.Bans;
import tutti.gateway.access.Conduct;
import tutti.gateway.access.Logins;
import tutti.gateway.access.Readers;
import tutti.gateway.access.Stamps;
import tutti.gateway.event.Channels;
import tutti.gateway.event.PublicEvents;
import tutti.gateway.webhook.Webhooks;
import tutti.runtime.ServiceContext;

/** What the endpoints share. */
public record RestServices(
    ServiceContext context,
    Logins logins,
    Bans bans,
    ApiKeys apiKeys,
    Conduct conduct,
    Stamps stamps,
    Readers readers,
    Channels channels,
    PublicEvents events,
    Webhooks webhooks) {}
