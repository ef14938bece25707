using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Gets tags of a Qlik Sense site.</summary>
[Cmdlet(VerbsCommon.Get, "QrsTag")]
[OutputType(typeof(QrsTag))]
public sealed class GetQrsTagCommand : QrsCmdlet
{
    /// <summary>Names; wildcards are allowed. Or objects with a Name.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QrsTagCompleter))]
    public object[]? Name { get; set; }

    private protected override object? Target => Name;

    private protected override bool TakesObjects => true;

    private protected override void Process()
    {
        foreach (var given in Name ?? [null!])
            ReportFailure(
                () =>
                {
                    var name = given is null ? null : new PipedObject(given).TextOr("Name");
                    var found = WaitFor(context => Current.Lookup.ListTagsAsync(name, context));
                    WriteMatches(found, name, tag => tag.Name, ErrorIds.QrsTagNotFound, "tag");
                },
                given
            );
    }
}
