using System.Management.Automation;
using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.QlikCloud.KeyRotation;
using QlikSnowflake.Secrets;

namespace QlikSnowflake.Commands.QlikCloud.KeyStores;

/// <summary>A store that is reached through PowerShell, and so on the pipeline thread only.</summary>
internal abstract class PipelineKeyStore(Func<Func<SecureString?>, Task<SecureString?>> onPipeline) : IApiKeyStore
{
    public abstract string Name { get; }

    public virtual string Identity => Name;

    public virtual bool CanRead => true;

    public Task<SecureString?> ReadAsync(CallContext context) => onPipeline(() => Guarded(() => Read()?.Copy(), null));

    public Task WriteAsync(SecureString apiKey, CallContext context) =>
        onPipeline(() =>
            Guarded(
                () =>
                {
                    // A store may keep what it is given; the caller disposes of its own.
                    Write(apiKey.Copy());
                    return null;
                },
                apiKey
            )
        );

    protected abstract SecureString? Read();

    protected abstract void Write(SecureString apiKey);

    // What -ErrorAction Stop ends is told in words of its own, before those of what failed.
    private static string WordsOf(RuntimeException e) =>
        e is ActionPreferenceStopException { ErrorRecord: { } record } ? record.ToString() : e.Message;

    // Whatever a script does with the key, its words are not to tell it.
    private SecureString? Guarded(Func<SecureString?> work, SecureString? secret)
    {
        try
        {
            return work();
        }
        catch (CommandNotFoundException e)
        {
            throw new InputException(
                ErrorIds.StoreCommandMissing,
                $"{Name} needs the command {e.CommandName}, which is not there.",
                "For a vault, install the module Microsoft.PowerShell.SecretManagement and a vault for it.",
                FailureKind.NotFound,
                e
            );
        }
        catch (RuntimeException e)
        {
            var mask = SecretMask.Of([secret is null ? null : SecretText.ToPlainText(secret)]);
            throw new InputException(
                ErrorIds.StoreFailed,
                $"{Name} failed: {mask.Apply(WordsOf(e))}",
                "Try the same by hand, as the account that rotates.",
                FailureKind.Permission,
                mask.Finds(e.ToString()) ? null : e
            );
        }
    }
}
