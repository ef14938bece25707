using System.Management.Automation;
using System.Security;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands.QlikCloud.KeyStores;

/// <summary>Whatever the user's script blocks do: one stores a SecureString, the other, if there is one, returns what is stored.</summary>
internal sealed class ScriptKeyStore(
    ScriptBlock store,
    ScriptBlock? read,
    Func<Func<SecureString?>, Task<SecureString?>> onPipeline
) : PipelineKeyStore(onPipeline)
{
    public override string Name => $"the store of the script {{ {OneLine(store)} }}";

    // Scripts that begin alike may store in different places.
    public override string Identity => store.ToString();

    public override bool CanRead => read is not null;

    protected override SecureString? Read()
    {
        var found = read!.Invoke();
        if (found.Count == 0 || found[0] is null)
            return null;
        return found[0].BaseObject as SecureString
            ?? throw new InputException(
                ErrorIds.SecretNotAKey,
                $"-ReadScript returned {found[0].BaseObject.GetType().Name}, not SecureString.",
                "Let it return the key alone, as a SecureString.",
                FailureKind.InvalidData
            );
    }

    protected override void Write(SecureString apiKey) => store.Invoke(apiKey);

    private static string OneLine(ScriptBlock script)
    {
        var text = string.Join(" ", script.ToString().Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 60 ? text.Substring(0, 60) + "..." : text;
    }
}
