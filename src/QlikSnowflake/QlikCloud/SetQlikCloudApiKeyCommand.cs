using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Changes the description of an API key, which is all that can be changed.</summary>
[Cmdlet(VerbsCommon.Set, "QlikCloudApiKey", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(QlikCloudApiKey))]
public sealed class SetQlikCloudApiKeyCommand : QlikCloudCmdlet
{
    private const string ObjectSet = "InputObject";
    private const string IdSet = "Id";

    /// <summary>A key, as Get-QlikCloudApiKey emits it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public QlikCloudApiKey InputObject { get; set; } = null!;

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>What the key is for.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Description { get; set; } = string.Empty;

    /// <summary>Emit the changed key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => ParameterSetName == IdSet ? Id : InputObject;

    private protected override void Process()
    {
        ApiKeyClient.Check(Description, null);
        if (ParameterSetName == ObjectSet)
            Change(InputObject);
        else
        {
            foreach (var id in Id)
                Guard(() => Change(Await(context => Current.ApiKeys.GetAsync(id, context))), id);
        }
    }

    private void Change(QlikCloudApiKey key)
    {
        if (Current.ApiKeys.PlanDescription(key, Description) is not { } change)
            WriteVerbose($"The key {key.Id} has this description already.");
        else if (!ShouldProcess($"{Current.Tenant}, API key '{key.Description}'", change.Text))
            return;
        else
            Await(change.MakeAsync);

        if (PassThru)
            WriteObject(Await(context => Current.ApiKeys.GetAsync(key.Id, context)));
    }
}
