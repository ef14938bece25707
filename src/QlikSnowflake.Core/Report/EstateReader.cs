using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Rotation;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Report;

/// <summary>Reads what a report is made of. What cannot be read is a finding, and the rest goes on.</summary>
public sealed class EstateReader
{
    private readonly IReadOnlyList<IConnectionSite> _sites;
    private readonly SnowflakeSession? _snowflake;
    private readonly IReadOnlyList<QlikCloudSession> _tenants;

    /// <summary>Reads through open sessions.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="snowflake">Tells the users' keys; null leaves them out.</param>
    /// <param name="tenants">Tell API keys: the session's own, and everyone's where it may see them.</param>
    public EstateReader(
        IReadOnlyList<IConnectionSite> sites,
        SnowflakeSession? snowflake,
        IReadOnlyList<QlikCloudSession> tenants
    )
    {
        _sites = sites;
        _snowflake = snowflake;
        _tenants = tenants;
    }

    /// <summary>Reads everything.</summary>
    /// <param name="journals">Journals of rotations, which also tell the keys that services do not show.</param>
    /// <param name="context">The operation.</param>
    public async Task<EstateReportSource> ReadAsync(IReadOnlyList<RotationJournal> journals, CallContext context)
    {
        var names = _snowflake is null ? null : new UserKeyNames(_snowflake);
        ConnectionList list;
        using (var inventory = new ConnectionInventory(_sites, names))
            list = await inventory.ReadAllAsync(context).ConfigureAwait(false);
        var notes = ReportRotation.NotesOf(journals);
        var connections = list.Connections.Select(notes.AddTo).ToList();
        var findings = list.Findings.ToList();
        var keys = names is null ? [] : await ReadKeysAsync(names, connections, findings, context).ConfigureAwait(false);
        var (apiKeys, problems) = await ReadApiKeysAsync(context).ConfigureAwait(false);
        var incomplete = new HashSet<string>(
            findings.Where(f => f.IsIncomplete).Select(f => f.Site),
            StringComparer.OrdinalIgnoreCase
        );
        return new EstateReportSource
        {
            At = DateTimeOffset.Now,
            Sites = [.. _sites.Select(s => new ReportSite(s.Service, s.Name, !incomplete.Contains(s.Name)))],
            Connections = connections,
            Findings = findings,
            Keys = keys,
            ApiKeys = apiKeys,
            ApiKeyProblems = problems,
            Journals = journals,
        };
    }

    private async Task<IReadOnlyList<(string Account, SnowflakeUserKey Key)>> ReadKeysAsync(
        UserKeyNames names,
        IReadOnlyList<SnowflakeConnection> connections,
        List<ConnectionFinding> findings,
        CallContext context
    )
    {
        var keys = new List<(string, SnowflakeUserKey)>();
        var users = connections.Where(c => c.User is { Length: > 0 }).GroupBy(c => c.User!, StringComparer.OrdinalIgnoreCase);
        foreach (var user in users)
        {
            // An account goes by several names, and connections of one user may use each.
            foreach (var connection in user.GroupBy(c => c.Account, StringComparer.OrdinalIgnoreCase).Select(g => g.First()))
            {
                if (!await names.IsOfAccountAsync(connection, context).ConfigureAwait(false))
                    continue;
                var registered = await names.OfUserAsync(user.Key, findings, context).ConfigureAwait(false);
                keys.AddRange((registered ?? []).Select(k => (_snowflake!.Account, k)));
                break;
            }
        }

        return keys;
    }

    private async Task<(IReadOnlyList<(string, QlikCloudApiKey)> Keys, IReadOnlyList<string> Problems)> ReadApiKeysAsync(
        CallContext context
    )
    {
        var keys = new List<(string, QlikCloudApiKey)>();
        var problems = new List<string>();
        foreach (var tenant in _tenants)
        {
            try
            {
                var owners = new Dictionary<string, string?>();
                var pages = tenant.ApiKeys.Find(new ApiKeyQuery());
                while (await pages.NextAsync(context).ConfigureAwait(false) is { } page)
                {
                    await tenant.ApiKeys.NameOwnersAsync(page, owners, context).ConfigureAwait(false);
                    keys.AddRange(page.Select(k => (tenant.Tenant, k)));
                }
            }
            catch (QlikSnowflakeException e)
            {
                problems.Add($"{tenant.Tenant}: {e.Message}");
            }
        }

        return (keys, problems);
    }
}
