using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Changes the description of an API key, which is all that can be changed.</summary>
[Cmdlet(VerbsCommon.Set, "QlikCloudApiKey", SupportsShouldProcess = true, DefaultParameterSetName = IdSet)]
[OutputType(typeof(QlikCloudApiKey))]
public sealed class SetQlikCloudApiKeyCommand : QlikCloudCmdlet
{
    private const string ObjectSet = "InputObject";
    private const string IdSet = "Id";

    /// <summary>API keys that were read, or other objects with the properties Id or Description.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>Ids or, of one's own keys, descriptions; wildcards are allowed in these.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QlikCloudApiKeyCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>What the key is for.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string Description { get; set; } = string.Empty;

    /// <summary>Emit the changed key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool TakesObjects => true;

    private protected override object Target => ParameterSetName == IdSet ? Id : InputObject;

    private protected override void Process()
    {
        ApiKeyClient.Check(Description, null);
        foreach (var input in ParameterSetName == ObjectSet ? InputObject : Id)
            ReportFailure(() => InSessionOf(input, () => Find(new PipedObject(input))), input);
    }

    private void Find(PipedObject input)
    {
        foreach (var key in WaitFor(context => ApiKeys.FindAsync(Current, input, context)))
            ReportFailure(() => Change(key), key);
    }

    private void Change(QlikCloudApiKey key)
    {
        if (Current.ApiKeys.PlanDescription(key, Description) is not { } change)
            WriteVerbose($"The key {key.Id} has this description already.");
        else if (!ShouldProcess($"{Current.Tenant}, API key '{key.Description}'", change.Text))
            return;
        else
            WaitFor(change.MakeAsync);

        if (PassThru)
            WriteObject(WaitFor(context => Current.ApiKeys.GetAsync(key.Id, context)));
    }
}
