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
    /// <summary>Users as DIRECTORY\id, or ids of any directory; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QrsUserCompleter))]
    public string[]? Name { get; set; }

    /// <summary>A filter in the repository's own language.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Filter { get; set; }

    private protected override object? Target => Name;

    private protected override void Process()
    {
        foreach (var name in Name ?? [null!])
            ReportFailure(() => Find(name), name);
    }

    private void Find(string? name)
    {
        var backslash = name?.IndexOf('\\') ?? -1;
        var directory = backslash < 0 ? null : name!.Substring(0, backslash);
        var id = name?.Substring(backslash + 1);
        var found = WaitFor(context => Current.Lookup.ListUsersAsync(directory, id, Filter, context));
        WriteMatches(found, name, user => directory is null ? user.UserId : user.ToString(), ErrorIds.QrsUserNotFound, "user");
    }
}
