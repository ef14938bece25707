using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>What whoever is refused by 403 most likely lacks, by what was asked for (qlik.dev, REST reference).</summary>
internal static class PermissionAdvice
{
    private const string Administrator = "This needs the role TenantAdmin; roles given to a group of the user count as well.";

    public static string Of(ServiceRequest request)
    {
        var path = request.Path.Split('/');
        return path[0] switch
        {
            "api-keys" when path.Length > 1 && path[1] == "configs" =>
                "The tenant's policy for API keys is for the role TenantAdmin alone.",
            "api-keys" when request.Method == HttpMethod.Post =>
                "An administrator must allow API keys for the user ('Manage API keys' in a role), and the user must "
                    + "be below the limit of active keys.",
            "api-keys" =>
                "Keys of other users need the role TenantAdmin; for the user's own an administrator must allow API keys ('Manage API "
                    + "keys' in a role).",
            "users" or "groups" or "roles" => Administrator,
            "data-connections" or "data-credentials" =>
                "In a shared or managed space the user needs a role that may manage its connections; those in a personal space are "
                    + "their owner's.",
            _ => "The user's roles do not allow this.",
        };
    }
}
