using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Ends API keys: one's own are deleted, others' are revoked.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "QlikCloudApiKey",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = IdSet
)]
[OutputType(typeof(QlikCloudApiKey))]
public sealed class RemoveQlikCloudApiKeyCommand : QlikCloudCmdlet
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

    /// <summary>Remove without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Remove even the key that this session logs in with.</summary>
    [Parameter]
    public SwitchParameter AllowLockOut { get; set; }

    /// <summary>Emit the removed key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool TakesObjects => true;

    private protected override object Target => ParameterSetName == IdSet ? Id : InputObject;

    private protected override void Process()
    {
        foreach (var input in ParameterSetName == ObjectSet ? InputObject : Id)
            ReportFailure(() => InSessionOf(input, () => Find(new PipedObject(input))), input);
    }

    private void Find(PipedObject input)
    {
        foreach (var key in WaitFor(context => ApiKeys.FindAsync(Current, input, context)))
            ReportFailure(() => Remove(key), key);
    }

    private void Remove(QlikCloudApiKey key)
    {
        if (string.Equals(key.Id, Current.ApiKeyId, StringComparison.OrdinalIgnoreCase) && !AllowLockOut)
        {
            throw new InputException(
                ErrorIds.ApiKeyInUse,
                $"This session logs in with the key '{key.Description}' ({key.Id}).",
                "Rotate it with Update-QlikCloudApiKey, or give -AllowLockOut to be locked out."
            );
        }

        var action = Current.ApiKeys.WillDelete(key)
            ? $"Delete API key '{key.Description}' ({key.Id})"
            : $"Revoke API key '{key.Description}' ({key.Id}) of another user, which stays in the list as revoked";
        if (!ShouldProcess(Current.Tenant, action, Force))
            return;

        WaitFor(context => Current.ApiKeys.DeleteAsync(key.Id, context));
        if (PassThru)
            WriteObject(key);
    }
}
