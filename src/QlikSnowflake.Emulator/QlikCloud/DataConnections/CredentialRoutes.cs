using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>
/// The call on what connections sign in with. It tells everything but the secret. (Data credentials, Qlik Cloud REST
/// reference.)
/// </summary>
internal sealed class CredentialRoutes(ConnectionStore store)
{
    public void Map(CloudRouter router, string start) => router.Get(start + "/data-credentials/{id}", Get);

    private CloudAnswer Get(CloudCall call)
    {
        var byName = call.Parameter("byCredentialName") == "true";
        if (!byName && !Guid.TryParse(call.Id, out _))
            throw CloudRefusal.BadParameter("qID", "qID is not a UUID.", ConnectionStore.Invalid);
        var users = store
            .All.Where(connection => (byName ? connection.CredentialsName : connection.CredentialsId) == call.Id)
            .ToList();
        if (users.Count == 0)
            throw new CloudRefusal(404, "DCERROR-0005", "Credentials not found");
        var mine = users.Find(connection => store.MayRead(call.User, connection)) ?? throw CloudRefusal.Forbidden();
        return CloudAnswer.Ok(
            new JsonObject
            {
                ["qID"] = mine.CredentialsId,
                ["qName"] = mine.CredentialsName ?? "",
                ["qType"] = mine.Type,
                ["datasourceID"] = mine.DataSourceId,
                ["qConnCount"] = users.Count,
                ["connectionId"] = mine.SeparateCredentials ? "" : mine.Id,
                ["qSeparated"] = mine.SeparateCredentials,
                ["created"] = CloudDate.Write(mine.Created),
                ["updated"] = CloudDate.Write(mine.CredentialsUpdated ?? mine.Updated),
                ["links"] = new JsonObject
                {
                    ["self"] = new JsonObject { ["href"] = $"{call.Origin}/api/v1/data-credentials/{mine.CredentialsId}" },
                },
            }
        );
    }
}
