using System.Security;

namespace QlikSnowflake.QlikCloud.Contexts;

/// <summary>A context of qlik-cli: a tenant, and how to log in there.</summary>
/// <param name="Name">The name.</param>
/// <param name="Tenant">The tenant's host.</param>
/// <param name="ApiKey">The API key or token of its authorization header; null where it has an OAuth client.</param>
/// <param name="ClientId">The OAuth client's id.</param>
/// <param name="ClientSecret">The OAuth client's secret.</param>
public sealed record QlikCliContext(
    string Name,
    string Tenant,
    SecureString? ApiKey,
    string? ClientId,
    SecureString? ClientSecret
);
