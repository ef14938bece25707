using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Gets definitions of custom properties of a Qlik Sense site.</summary>
[Cmdlet(VerbsCommon.Get, "QrsCustomProperty")]
[OutputType(typeof(QrsCustomProperty))]
public sealed class GetQrsCustomPropertyCommand : QrsCmdlet
{
    /// <summary>Names; wildcards are allowed. Or objects with a Name.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(QrsCustomPropertyCompleter))]
    public object[]? Name { get; set; }

    /// <summary>Only those that can be given to objects of this type, such as DataConnection.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? ObjectType { get; set; }

    private protected override object? Target => Name;

    private protected override bool TakesObjects => true;

    private protected override void Process()
    {
        foreach (var given in Name ?? [null!])
            ReportFailure(() => Find(given is null ? null : new PipedObject(given).TextOr("Name")), given);
    }

    private void Find(string? name)
    {
        var found = WaitFor(context => Current.Lookup.ListCustomPropertiesAsync(name, context));
        var fitting = found.Where(p =>
            ObjectType is null || p.ObjectTypes.Contains(ObjectType, StringComparer.OrdinalIgnoreCase)
        );
        WriteMatches(fitting, name, property => property.Name, ErrorIds.QrsCustomPropertyNotFound, "custom property");
    }
}
