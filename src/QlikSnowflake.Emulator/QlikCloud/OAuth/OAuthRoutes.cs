using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.OAuth;

/// <summary>
/// The token endpoint: client credentials and the impersonation of users. Scopes are echoed, and narrow nothing. (OAuth,
/// Qlik Cloud REST reference; codes of refusals are made up.)
/// </summary>
internal sealed class OAuthRoutes(
    CloudDirectory directory,
    IReadOnlyCollection<OAuthClient> clients,
    AccessTokens tokens,
    TimeProvider clock
)
{
    private const string Impersonation = "urn:qlik:oauth:user-impersonation";
    private const string UserScope = "user_default";

    public void Map(CloudRouter router)
    {
        router.PostWithoutUser("/oauth/token", Token);
        router.PostWithoutUser("/oauth/revoke", Revoke);
    }

    private static CloudRefusal Bad(string title, string? parameter = null) =>
        new(400, "OAUTH-1", title, pointer: parameter is null ? null : "/" + parameter);

    private CloudAnswer Token(JsonNode? sent)
    {
        var body = sent as JsonObject ?? throw Bad("invalid_request");
        var grant = body.Text("grant_type") ?? throw Bad("invalid_request", "grant_type");
        if (grant is not ("client_credentials" or Impersonation))
            throw Bad("unsupported_grant_type", "grant_type");
        var client = ClientOf(body);
        var scope = body.Text("scope");
        var user = grant == Impersonation ? Impersonated(client, body, scope) : BotOf(client);
        if (user.Status != "active")
            throw Bad("invalid_grant");
        return CloudAnswer.Ok(
            new JsonObject
            {
                ["access_token"] = tokens.Issue(user.Id),
                ["token_type"] = "bearer",
                ["expires_in"] = (int)AccessTokens.Lifetime.TotalSeconds,
                ["expires_at"] = CloudDate.Write(clock.GetUtcNow() + AccessTokens.Lifetime),
                ["scope"] = scope ?? UserScope,
            }
        );
    }

    private CloudUser BotOf(OAuthClient client)
    {
        var subject = $@"qlikbot\{client.Id}";
        return directory.Users.Find(user => user.Subject == subject)
            ?? directory.AddUser(client.Id, "", subject, client.BotRoles);
    }

    private OAuthClient ClientOf(JsonObject body)
    {
        var (id, secret) = (body.Text("client_id"), body.Text("client_secret"));
        var client = clients.FirstOrDefault(client => client.Id == id);
        return
            client is not null
            && secret is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(client.Secret))
            ? client
            : throw new CloudRefusal(401, "OAUTH-2", "invalid_client");
    }

    private CloudUser Impersonated(OAuthClient client, JsonObject body, string? scope)
    {
        if (!client.Impersonates)
            throw new CloudRefusal(403, "OAUTH-3", "unauthorized_client");
        if (scope != UserScope)
            throw Bad("invalid_scope", "scope");
        var lookup = body["user_lookup"] as JsonObject ?? throw Bad("invalid_request", "user_lookup");
        var value = lookup.Text("value");
        var user = lookup.Text("field") switch
        {
            "subject" => directory.Users.Find(user => user.Subject == value),
            "userId" => directory.Users.Find(user => user.Id == value),
            _ => throw Bad("invalid_request", "user_lookup/field"),
        };
        return user ?? throw Bad("invalid_grant", "user_lookup/value");
    }

    private CloudAnswer Revoke(JsonNode? sent)
    {
        tokens.Revoke((sent as JsonObject)?.Text("token") ?? throw Bad("invalid_request", "token"));
        return new CloudAnswer(200, null);
    }
}
