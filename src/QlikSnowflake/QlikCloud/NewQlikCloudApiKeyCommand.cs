using System.Management.Automation;
using System.Runtime.InteropServices;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Keys;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Time;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Makes an API key for the user of the session.</summary>
[Cmdlet(VerbsCommon.New, "QlikCloudApiKey", SupportsShouldProcess = true)]
[OutputType(typeof(QlikCloudApiKey), typeof(string))]
public sealed class NewQlikCloudApiKeyCommand : QlikCloudCmdlet
{
    /// <summary>What the key is for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string Description { get; set; } = string.Empty;

    /// <summary>How long it lives: a TimeSpan, ISO 8601 such as P30D, or 30d; without it the tenant's longest.</summary>
    [Parameter(Position = 1)]
    [DurationArgument]
    public TimeSpan? ExpiresIn { get; set; }

    /// <summary>Emit the token alone, as text.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    private protected override object Target => Description;

    private protected override void Process()
    {
        ApiKeyClient.Check(Description, ExpiresIn);
        WaitFor(context => Current.ApiKeys.CheckPolicyAsync(ExpiresIn, context));
        var lifetime = ExpiresIn is { } time ? IsoDuration.Format(time) : "the tenant's longest lifetime";
        if (!ShouldProcess($"{Current.Tenant}, user {Current.User.Name}", $"Create API key '{Description}' for {lifetime}"))
            return;

        var key = WaitFor(context => Current.ApiKeys.CreateAsync(Description, ExpiresIn, context));
        if (!AsPlainText && IsExported())
            WriteWarning(
                $"Export-Clixml does not encrypt on this system: whoever reads the file has the key {key.Id}. Store it by Set-Secret, "
                    + "or by Update-QlikCloudApiKey -Path with a certificate."
            );
        WriteObject(AsPlainText ? SecretText.ToPlainText(key.Token!) : key);
    }

    private bool IsExported() =>
        !RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        && MyInvocation.Line.IndexOf("Export-Clixml", StringComparison.OrdinalIgnoreCase) >= 0;
}
