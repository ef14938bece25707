using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Gets users of a Qlik Sense site.</summary>
[Cmdlet(VerbsCommon.Get, "QrsUser")]
[OutputType(typeof(QrsUser))]
public sealed class GetQrsUserCommand : QrsCmdlet
{
    /// <summary>Users as DIRECTORY\id, or ids of any directory; wildcards are allowed. Or objects with UserDirectory and UserId.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QrsUserCompleter))]
    public object[]? Name { get; set; }

    /// <summary>A filter in the repository's own language.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Filter { get; set; }

    private protected override object? Target => Name;

    private protected override void Process()
    {
        foreach (var given in Name ?? [null!])
            ReportFailure(() => Find(given is null ? null : NameOf(new PipedObject(given))), given);
    }

    private protected override bool TakesObjects => true;

    private static string NameOf(PipedObject user) =>
        user.Text is null && user.Property("UserDirectory") is { } directory && user.Property("UserId") is { } id
            ? $"{directory}\\{id}"
            : user.TextOr("UserId", "Name");

    private void Find(string? name)
    {
        var backslash = name?.IndexOf('\\') ?? -1;
        var directory = backslash < 0 ? null : name!.Substring(0, backslash);
        var id = name?.Substring(backslash + 1);
        var found = WaitFor(context => Current.Lookup.ListUsersAsync(directory, id, Filter, context));
        WriteMatches(found, name, user => directory is null ? user.UserId : user.ToString(), ErrorIds.QrsUserNotFound, "user");
    }
}
