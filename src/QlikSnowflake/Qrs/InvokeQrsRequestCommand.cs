using System.Collections;
using System.Management.Automation;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Sends any request to a Qlik Sense repository.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "QrsRequest", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class InvokeQrsRequestCommand : QrsCmdlet
{
    /// <summary>The path after /qrs/, such as app/full.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The HTTP method.</summary>
    [Parameter(Position = 1)]
    [ValidateSet("GET", "POST", "PUT", "DELETE")]
    public string Method { get; set; } = "GET";

    /// <summary>The query: names and values, not escaped.</summary>
    [Parameter]
    [ValidateNotNull]
    [PropertyTableArgument]
    public IDictionary? Query { get; set; }

    /// <summary>The body: JSON text, or an object to be written as JSON.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? Body { get; set; }

    /// <summary>Emit the reply's text instead of objects.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    private protected override object Target => Path;

    private protected override void Process()
    {
        var method = Method.ToUpperInvariant();
        if (method != "GET" && !ShouldProcess($"{Path} on {Current.Server}", method))
            return;

        var query = Query is null ? [] : PropertyTable.ToSetValues(Query);
        Exchange(Body, Raw, (body, context) => Current.Requests.SendAsync(method, Path, query, body, context));
    }
}
