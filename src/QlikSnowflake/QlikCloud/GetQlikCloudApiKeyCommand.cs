using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Gets API keys: those of the session's user, of another user, or everyone's.</summary>
[Cmdlet(VerbsCommon.Get, "QlikCloudApiKey", DefaultParameterSetName = OwnSet)]
[OutputType(typeof(QlikCloudApiKey))]
public sealed class GetQlikCloudApiKeyCommand : QlikCloudCmdlet
{
    private const string OwnSet = "Own";
    private const string OwnerSet = "Owner";
    private const string AllSet = "All";
    private const string IdSet = "Id";

    /// <summary>Descriptions; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = OwnSet)]
    [Parameter(Position = 0, ParameterSetName = OwnerSet)]
    [Parameter(Position = 0, ParameterSetName = AllSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Description { get; set; }

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Whose keys: id, subject, mail address or name of a user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OwnerSet)]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string[] Owner { get; set; } = [];

    /// <summary>Everyone's keys; only administrators see others' than their own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>The status.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    [Parameter(ParameterSetName = OwnerSet)]
    [Parameter(ParameterSetName = AllSet)]
    [ValidateSet("active", "expired", "revoked")]
    public string? Status { get; set; }

    /// <summary>Only active keys that end within this time: a TimeSpan, ISO 8601, or 7d, 12h.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    [Parameter(ParameterSetName = OwnerSet)]
    [Parameter(ParameterSetName = AllSet)]
    [LifetimeArgument]
    public TimeSpan? ExpiringWithin { get; set; }

    private protected override object? Target =>
        ParameterSetName switch
        {
            IdSet => Id,
            OwnerSet => Owner,
            _ => Description,
        };

    private readonly Dictionary<string, string?> _owners = [];

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case IdSet:
                foreach (var id in Id)
                    Guard(() => WriteOne(id), id);
                break;
            case OwnerSet:
                foreach (var owner in Owner)
                    Guard(() => Write(Await(context => Current.Directory.ResolveUserAsync(owner, context)).Id), owner);
                break;
            default:
                Write(ParameterSetName == AllSet ? null : Current.User.Id);
                break;
        }
    }

    private void WriteOne(string id)
    {
        var key = Await(context => Current.ApiKeys.GetAsync(id, context));
        Await(context => Current.ApiKeys.NameOwnersAsync([key], _owners, context));
        WriteObject(key);
    }

    private void Write(string? userId)
    {
        var pages = Current.ApiKeys.Find(
            new ApiKeyQuery { UserId = userId, Status = ExpiringWithin is null ? Status : Status ?? "active" }
        );
        var names = new NameFilter(Description);
        var latest = ExpiringWithin is { } span ? DateTime.UtcNow + span : (DateTime?)null;
        while (Await(pages.NextAsync) is { } page)
        {
            QlikCloudApiKey[] wanted =
            [
                .. page.Where(k => (latest is null || k.ExpiresAt <= latest) && names.Takes(k.Description)),
            ];
            Await(context => Current.ApiKeys.NameOwnersAsync(wanted, _owners, context));
            foreach (var key in wanted)
                WriteObject(key);
        }

        foreach (
            var missing in names.Missing("ApiKeyNotFound", "API key", "Get-QlikCloudApiKey lists them; wildcards are allowed.")
        )
            WriteError(missing);
    }
}
