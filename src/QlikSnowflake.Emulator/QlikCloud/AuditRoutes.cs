using System.Globalization;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>The calls on the audit log, for tenant and audit administrators. (Audits, Qlik Cloud REST reference.)</summary>
internal sealed class AuditRoutes(AuditLog log, CloudDirectory directory)
{
    public void Map(CloudRouter router)
    {
        router.Get("/api/v1/audits", List);
        router.Get(
            "/api/v1/audits/{id}",
            call =>
            {
                RequireAuditor(call);
                var found =
                    log.Events.FirstOrDefault(@event => @event.Id == call.Id)
                    ?? throw new CloudRefusal(404, "AUDITS-404", "Not found");
                return CloudAnswer.Ok(found.ToJson(directory.TenantId, call.Origin));
            }
        );
    }

    private CloudAnswer List(CloudCall call)
    {
        RequireAuditor(call);
        var found = log.Events;
        if (call.Parameter("eventType") is { } type)
            found = found.Where(@event => @event.Type == type);
        if (call.Parameter("userId") is { } user)
            found = found.Where(@event => @event.UserId == user);
        if (call.Parameter("eventTime") is { } span)
        {
            var (from, to) = Span(span);
            found = found.Where(@event => @event.Time >= from && @event.Time <= to);
        }

        var sorted = (call.Parameter("sort") ?? "-eventTime") switch
        {
            "-eventTime" => found.Reverse().OrderByDescending(@event => @event.Time),
            "eventTime" or "+eventTime" or " eventTime" => found.OrderBy(@event => @event.Time),
            _ => throw CloudRefusal.BadParameter("sort", "Events can be sorted by eventTime."),
        };
        return CloudAnswer.Ok(
            CloudPage.Of(
                call,
                [.. sorted],
                @event => @event.Id,
                @event => @event.ToJson(directory.TenantId, call.Origin),
                "next",
                "prev"
            )
        );
    }

    private static (DateTimeOffset From, DateTimeOffset To) Span(string text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var ends = text.Split('/');
        return
            ends.Length == 2
            && DateTimeOffset.TryParse(ends[0], CultureInfo.InvariantCulture, utc, out var from)
            && DateTimeOffset.TryParse(ends[1], CultureInfo.InvariantCulture, utc, out var to)
            ? (from, to)
            : throw CloudRefusal.BadParameter("eventTime", "Two times are expected, with a slash between them.");
    }

    private void RequireAuditor(CloudCall call)
    {
        if (!directory.IsAdministrator(call.User) && !directory.HasRole(call.User, "AuditAdmin"))
            throw CloudRefusal.Forbidden();
    }
}
