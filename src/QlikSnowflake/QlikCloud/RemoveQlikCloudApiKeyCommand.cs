using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Ends API keys: one's own are deleted, others' are revoked.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "QlikCloudApiKey",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = ObjectSet
)]
[OutputType(typeof(QlikCloudApiKey))]
public sealed class RemoveQlikCloudApiKeyCommand : QlikCloudCmdlet
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

    /// <summary>Remove even the key that this session logs in with.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emit the removed key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => ParameterSetName == IdSet ? Id : InputObject;

    private protected override void Process()
    {
        if (ParameterSetName == ObjectSet)
            Remove(InputObject);
        else
        {
            foreach (var id in Id)
                Guard(() => Remove(Await(context => Current.ApiKeys.GetAsync(id, context))), id);
        }
    }

    private void Remove(QlikCloudApiKey key)
    {
        if (string.Equals(key.Id, Current.ApiKeyId, StringComparison.OrdinalIgnoreCase) && !Force)
        {
            throw new InputException(
                "ApiKeyInUse",
                $"This session logs in with the key '{key.Description}' ({key.Id}).",
                "Rotate it with Update-QlikCloudApiKey, or give -Force to be locked out."
            );
        }

        var action = Current.ApiKeys.WillDelete(key)
            ? $"Delete API key '{key.Description}' ({key.Id})"
            : $"Revoke API key '{key.Description}' ({key.Id}) of another user, which stays in the list as revoked";
        if (!ShouldProcess(Current.Tenant, action))
            return;

        Await(context => Current.ApiKeys.DeleteAsync(key.Id, context));
        if (PassThru)
            WriteObject(key);
    }
}
