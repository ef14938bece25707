using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Changes what the tenant allows its API keys.</summary>
[Cmdlet(VerbsCommon.Set, "QlikCloudApiKeyPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(QlikCloudApiKeyPolicy))]
public sealed class SetQlikCloudApiKeyPolicyCommand : QlikCloudCmdlet
{
    /// <summary>How long a key may live at most: a TimeSpan, ISO 8601 such as P90D, or 90d.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan? MaximumLifetime { get; set; }

    /// <summary>How many active keys a user may have.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int? MaximumKeysPerUser { get; set; }

    /// <summary>How long keys for SCIM clients live where nothing else is asked for.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan? ScimLifetime { get; set; }

    /// <summary>Switch API keys on or off, on tenants that still have the switch.</summary>
    [Parameter]
    public bool? Enabled { get; set; }

    /// <summary>Emit the policy.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object Target => Current.Tenant;

    private protected override void Process()
    {
        var wanted = new ApiKeyPolicyChange
        {
            MaximumLifetime = MaximumLifetime,
            MaximumKeysPerUser = MaximumKeysPerUser,
            ScimLifetime = ScimLifetime,
            IsEnabled = Enabled,
        };
        wanted.Check();
        var policy = WaitFor(Current.ApiKeyPolicy.GetAsync);
        if (Current.ApiKeyPolicy.Plan(policy, wanted) is not { } change)
            WriteVerbose("The policy is so already.");
        else if (!ShouldProcess(Current.Tenant, change.Text))
            return;
        else
            WaitFor(change.MakeAsync);

        if (PassThru)
            WriteObject(WaitFor(Current.ApiKeyPolicy.GetAsync));
    }
}
