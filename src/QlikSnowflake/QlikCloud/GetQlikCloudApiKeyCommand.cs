using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
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
    private const string ObjectSet = "InputObject";

    /// <summary>Descriptions; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = OwnSet)]
    [Parameter(Position = 0, ParameterSetName = OwnerSet)]
    [Parameter(Position = 0, ParameterSetName = AllSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QlikCloudApiKeyCompleter))]
    public string[]? Description { get; set; }

    /// <summary>API keys that were read before, or other objects with the properties Id or Description.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Whose keys: id, subject, mail address or name of a user, an object with such a property, or <c>SCIM\</c> with the
    /// id of an identity provider.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OwnerSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QlikCloudUserCompleter))]
    public object[] Owner { get; set; } = [];

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
    [DurationArgument]
    public TimeSpan? ExpiringWithin { get; set; }

    private protected override object? Target =>
        ParameterSetName switch
        {
            IdSet => Id,
            ObjectSet => InputObject,
            OwnerSet => Owner,
            _ => Description,
        };

    private protected override bool TakesObjects => true;

    private readonly Dictionary<string, string?> _owners = [];

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case IdSet:
                foreach (var id in Id)
                    ReportFailure(() => WriteOne(id), id);
                break;
            case ObjectSet:
                foreach (var input in InputObject)
                    ReportFailure(() => InSessionOf(input, () => WriteFound(new PipedObject(input))), input);
                break;
            case OwnerSet:
                foreach (var owner in Owner)
                    ReportFailure(() => WriteOf(owner), owner);
                break;
            default:
                Write(ParameterSetName == AllSet ? null : Current.User.Id);
                break;
        }
    }

    private void WriteOf(object owner)
    {
        var text = UserTargets.Read(new PipedObject(owner));
        if (text.StartsWith(ApiKeyQuery.ScimClient, StringComparison.OrdinalIgnoreCase))
        {
            Write(ApiKeyQuery.ScimClient + text.Substring(ApiKeyQuery.ScimClient.Length));
            return;
        }

        var user = WaitFor(context => Current.Directory.ResolveUserAsync(text, context));
        if (user.Id != Current.User.Id && !Current.User.Roles.Contains("TenantAdmin"))
            WriteWarning($"{Current.User.Name} is no TenantAdmin: keys of others, such as {user.Name}, may not be shown.");
        Write(user.Id);
    }

    private void WriteFound(PipedObject input)
    {
        foreach (var key in WaitFor(context => ApiKeys.FindAsync(Current, input, context)))
            WriteOne(key.Id);
    }

    private void WriteOne(string id)
    {
        var key = WaitFor(context => Current.ApiKeys.GetAsync(id, context));
        WaitFor(context => Current.ApiKeys.NameOwnersAsync([key], _owners, context));
        WriteObject(key);
    }

    private void Write(string? userId)
    {
        var pages = Current.ApiKeys.Find(
            new ApiKeyQuery
            {
                UserId = userId,
                Status = ExpiringWithin is null ? Status?.ToLowerInvariant() : Status?.ToLowerInvariant() ?? "active",
            }
        );
        var names = new Names<QlikCloudApiKey>(Description, key => key.Description);
        var latest = ExpiringWithin is { } span ? Current.TenantTime() + span : (DateTimeOffset?)null;
        while (WaitFor(pages.NextAsync) is { } page)
            Write([.. page.Where(k => (latest is null || (k.ExpiresAt <= latest && k.DaysLeft is not null)) && names.Takes(k))]);
        Write(names.Rest());
        foreach (var missing in names.Missing())
            WriteError(Failures.ToErrorRecord(ApiKeys.NotFound(missing), missing));
    }

    private void Write(IReadOnlyList<QlikCloudApiKey> keys)
    {
        WaitFor(context => Current.ApiKeys.NameOwnersAsync(keys, _owners, context));
        foreach (var key in keys)
            WriteObject(key);
    }
}
