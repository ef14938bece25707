using System.Collections;
using System.Management.Automation;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Sends any request to a Qlik Cloud tenant.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "QlikCloudRequest", SupportsShouldProcess = true, DefaultParameterSetName = OneSet)]
[OutputType(typeof(PSObject), typeof(string))]
public sealed class InvokeQlikCloudRequestCommand : QlikCloudCmdlet
{
    private const string OneSet = "Request";
    private const string AllSet = "All";

    /// <summary>The path after /api/v1/, such as spaces, or one that starts with /api/.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The HTTP method.</summary>
    [Parameter(Position = 1, ParameterSetName = OneSet)]
    [ValidateSet("GET", "POST", "PUT", "PATCH", "DELETE")]
    public string Method { get; set; } = "GET";

    /// <summary>The query: names and values, not escaped.</summary>
    [Parameter]
    [ValidateNotNull]
    [PropertyTableArgument]
    public IDictionary? Query { get; set; }

    /// <summary>The body: JSON text, or an object to be written as JSON.</summary>
    [Parameter(ParameterSetName = OneSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? Body { get; set; }

    /// <summary>Emit the reply's text instead of objects.</summary>
    [Parameter(ParameterSetName = OneSet)]
    public SwitchParameter Raw { get; set; }

    /// <summary>Emit the entries of a list, page after page.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    private protected override object Target => Path;

    private protected override void Process()
    {
        var query = Query is null ? [] : PropertyTable.ToSetValues(Query);
        if (ParameterSetName == AllSet)
        {
            var pages = Current.Requests.Find(Path, query, JsonObjects.Read);
            while (WaitFor(pages.NextAsync) is { } page)
                WriteEach(page);
            return;
        }

        var method = Method.ToUpperInvariant();
        if (method != "GET" && !ShouldProcess($"{Path} on {Current.Tenant}", method))
            return;

        Exchange(Body, Raw, (body, context) => Current.Requests.SendAsync(method, Path, query, body, context));
    }
}
