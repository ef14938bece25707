using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>The calls on the tenant itself. (Tenants, Qlik Cloud REST reference.)</summary>
internal sealed class TenantRoutes(CloudDirectory directory, QlikCloudSettings settings, DateTimeOffset created)
{
    public void Map(CloudRouter router)
    {
        router.Get(
            "/api/v1/tenants/me",
            call => Me.Answer(settings, $"{call.Origin}/api/v1/tenants/{directory.TenantId}", () => Write(call))
        );
        router.Get(
            "/api/v1/tenants/{id}",
            call =>
                call.Id == directory.TenantId
                    ? CloudAnswer.Ok(Write(call))
                    : throw new CloudRefusal(404, "TENANTS-8", "Not found")
        );
    }

    private JsonObject Write(CloudCall call) =>
        new()
        {
            ["id"] = directory.TenantId,
            ["name"] = "emulated",
            ["hostnames"] = new JsonArray(call.Context.Request.Host.Value),
            ["datacenter"] = "eu-west-1",
            ["region"] = "eu",
            ["status"] = "active",
            ["created"] = CloudDate.Write(created),
            ["createdByUser"] = directory.Users[0].Id,
            ["lastUpdated"] = CloudDate.Write(created),
            ["autoAssignCreateSharedSpacesRoleToProfessionals"] = true,
            ["enableAppOpeningFeedback"] = false,
            ["links"] = new JsonObject
            {
                ["self"] = new JsonObject { ["href"] = $"{call.Origin}/api/v1/tenants/{directory.TenantId}" },
            },
        };
}

/// <summary>The two ways in which <c>…/me</c> answers.</summary>
internal static class Me
{
    public static CloudAnswer Answer(QlikCloudSettings settings, string location, Func<JsonNode> resource) =>
        settings.MeAnswer switch
        {
            MeAnswer.Found => new CloudAnswer(302, null, location),
            MeAnswer.TemporaryRedirect => new CloudAnswer(307, null, location),
            _ => CloudAnswer.Ok(resource()),
        };
}
