using System.Collections;
using System.Management.Automation;
using QlikSnowflake.Secrets;

namespace QlikSnowflake.Commands.QlikCloud.KeyStores;

/// <summary>
/// The runspace's <c>$Error</c>. PowerShell notes there what a store's script throws, in its own words, and those may hold the key
/// that the script was given; the error of the rotation says the same without it.
/// </summary>
internal sealed class ErrorTraces(SessionState session)
{
    /// <summary>Does some work, and takes out of <c>$Error</c> what it left there with a key in it.</summary>
    public T Without<T>(Func<T> work)
    {
        var before = new HashSet<object>(Noted().Cast<object>());
        try
        {
            return work();
        }
        finally
        {
            var errors = Noted();
            foreach (var error in errors.Cast<object>().Where(e => !before.Contains(e) && HoldsKey(e)).ToArray())
                errors.Remove(error);
        }
    }

    private IList Noted() => session.PSVariable.GetValue("global:Error") as IList ?? new ArrayList();

    private static bool HoldsKey(object error)
    {
        var record = error as ErrorRecord ?? (error as IContainsErrorRecord)?.ErrorRecord;
        var text =
            $"{error} {record} {record?.Exception} {record?.FullyQualifiedErrorId} {record?.TargetObject} {record?.ErrorDetails} "
            + record?.InvocationInfo?.Line;
        return SecretMask.WithoutTokens(text) != text;
    }
}
